/** An archive behind a journal address: each copy is a mail with the null sender, so that no report about it goes to anybody. */
import { isAscii } from 'node:buffer';
import type { AttemptResult, OutgoingMessage } from '../act/deliver/attempt.ts';
import type { Archive } from './archive.ts';
import { ArchiveRefusal } from './archive-refusal.ts';
import { composeJournalReport, type ReportFields } from './journal-report.ts';

export interface JournalSettings {
  readonly name: string;
  /** Address that gets the reports. */
  readonly address: string;
  readonly fields: Omit<ReportFields, 'to' | 'archive'>;
  /** One attempt; the results are those of its recipients. */
  readonly send: (message: OutgoingMessage) => Promise<readonly AttemptResult[]>;
}

export function createJournalArchive({ name, address, fields, send }: JournalSettings): Archive {
  return {
    name,
    async put(message) {
      const raw = composeJournalReport(message, { ...fields, to: address, archive: name });
      const eightBit = !isAscii(raw);
      const [result] = await send({
        // An outbox names files by it.
        id: `${message.id}.${name}`,
        sender: '',
        recipients: [{ n: 0, address, notify: ['NEVER'] }],
        raw,
        eightBit,
        needsEightBit: eightBit,
      });
      if (result?.outcome === 'delivered') return `${result.remote ?? ''} ${result.reply}`.trim();
      const reply = result?.reply ?? 'no reply';
      throw new ArchiveRefusal(result?.remote === undefined ? 'archive.not-reached' : 'archive.refused', reply);
    },
    close: () => undefined,
  };
}
