/** Asks for a password or a code without echoing it; without a terminal, reads the next line of standard input. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export interface SecretPrompt {
  /** @returns what was typed; empty at the end of the input */
  ask(question: string): Promise<string>;
  close(): void;
}

export function openSecretPrompt(): SecretPrompt {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const input = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY });
  const lines = input[Symbol.asyncIterator]();
  return {
    async ask(question) {
      process.stderr.write(question);
      const { value, done } = await lines.next();
      process.stderr.write('\n');
      return done === true ? '' : value;
    },
    close: () => input.close(),
  };
}
