/** Our own parts without the gateway: smtp-server and nodemailer, with and without a spool. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { background, listening, ofProcesses, root, type Peer } from './peer.ts';

const program = join(import.meta.dirname, 'bare-relay.ts');

function versions(): string {
  return ['smtp-server', 'nodemailer']
    .map((name) => {
      const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
      return `${name} ${(JSON.parse(text) as { version: string }).version}`;
    })
    .join(', ');
}

function barePeer(id: string, title: string, about: string, withSpool: boolean): Peer {
  return {
    ...{ id, title, about },
    prepare: async () => ({ versions: versions() }),
    async start({ folder, port, sinkPort }) {
      const spool = withSpool ? [join(folder, 'spool')] : [];
      const command = [join(root, 'scripts/node'), program, String(port), String(sinkPort), ...spool] as const;
      const children = [background(folder, [...command])];
      await listening(port, children);
      return ofProcesses(children);
    },
  };
}

export const bare = barePeer(
  'bare',
  'smtp-server + nodemailer',
  'the parts that Hallpass uses for SMTP, with nothing between: it replies after the next hop has replied, and keeps nothing',
  false,
);
export const spool = barePeer(
  'spool',
  'the same with a spool',
  'the same, which writes each message to a file before it replies (fsync of the file and of the folder) and then delivers it',
  true,
);
