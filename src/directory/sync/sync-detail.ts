/** What the log of the synchronization says of a failure. */
import { errorCodes } from '../../errors/codes.ts';
import type { HallpassError } from '../../errors/hallpass-error.ts';

const charactersAtMost = 300;

/** Files, rows and counts, as the error has them; never a value of a row. */
export function detailOf({ code, message }: HallpassError): string {
  const { meaning } = errorCodes[code];
  const detail = message.startsWith(`${meaning}: `) ? message.slice(meaning.length + 2) : message;
  // At a terminal, the import itself says what --force is for.
  return detail.replace(/ \(--dry-run [^)]*\)$/, '').slice(0, charactersAtMost);
}

/** Names come from whoever may write into the folder. */
export function shownName(name: string): string {
  return name.replace(/[^\p{L}\p{N}\p{P} ]/gu, '?').slice(0, 100);
}
