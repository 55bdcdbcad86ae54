/** Route of a gateway without a next hop: released mail becomes files, and nothing reaches the Internet by accident. */
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../errors/hallpass-error.ts';
import { forAll, type Route } from './attempt.ts';

/** @param folder gets one `.eml` a message, named by its id; the envelope stands in two fields in front */
export function createOutboxRoute(folder: string): Route {
  return {
    description: `files in ${folder}`,
    async send(message) {
      const recipients = message.recipients.map((recipient) => recipient.address);
      const envelope = `X-Hallpass-Envelope-From: <${message.sender}>\r\nX-Hallpass-Envelope-To: ${recipients.map((address) => `<${address}>`).join(',\r\n\t')}\r\n`;
      try {
        await mkdir(folder, { recursive: true });
        await writeWhole(join(folder, `${message.id}.eml`), Buffer.concat([Buffer.from(envelope), message.raw]));
      } catch (error) {
        return forAll(message.recipients, {
          outcome: 'deferred',
          status: '4.3.1',
          reply: `outbox: ${codeOf(error)}`,
          reportsSuccess: false,
        });
      }
      return forAll(message.recipients, {
        outcome: 'delivered',
        status: '2.0.0',
        reply: '250 2.0.0 written to the outbox',
        remote: 'outbox',
        reportsSuccess: false,
      });
    },
    close: () => undefined,
  };
}

/** The file is there whole and on disk, or not at all. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(`${path}.tmp`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
}
