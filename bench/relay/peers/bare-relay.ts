/**
 * The least that a relay of this kind can be: smtp-server in, nodemailer out, nothing between.
 *
 *   bare-relay.ts PORT SINK_PORT            replies after the next hop has replied; nothing is written to disk
 *   bare-relay.ts PORT SINK_PORT FOLDER     replies after the message is on disk (fsync), then delivers it from memory,
 *                                           once a second until the next hop takes it
 */
import { mkdirSync } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

const [port, sinkPort, folder] = process.argv.slice(2);
const transport = createTransport({
  ...{ host: '127.0.0.1', port: Number(sinkPort), pool: true, ignoreTLS: true },
  ...{ maxConnections: 20, maxMessages: 1000 },
});
let serial = 0;
if (folder !== undefined) mkdirSync(folder, { recursive: true });

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  size: 50 * 1024 * 1024,
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      relay(Buffer.concat(chunks), session, () => done(null)).catch(() =>
        done(Object.assign(new Error('try again later'), { responseCode: 451 })),
      );
    });
  },
});
server.on('error', () => undefined);
server.listen(Number(port), '127.0.0.1');

async function relay(raw: Buffer, { envelope }: SMTPServerSession, accept: () => void): Promise<void> {
  const mail = {
    envelope: {
      from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
      to: envelope.rcptTo.map(({ address }) => address),
    },
    raw,
  };
  if (folder === undefined) {
    await transport.sendMail(mail);
    accept();
    return;
  }
  const file = await writeDurably(folder, raw);
  accept();
  while (
    !(await transport.sendMail(mail).then(
      () => true,
      () => false,
    ))
  )
    await sleep(1000);
  await unlink(file);
}

/** The file and its name are on disk when this resolves. */
async function writeDurably(into: string, raw: Buffer): Promise<string> {
  const path = join(into, String(++serial));
  const file = await open(`${path}.tmp`, 'wx');
  await file.writeFile(raw);
  await file.sync();
  await file.close();
  await rename(`${path}.tmp`, path);
  const directory = await open(into);
  await directory.sync();
  await directory.close();
  return path;
}
