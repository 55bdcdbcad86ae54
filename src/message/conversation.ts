/** Tells which conversation a reply belongs to, by the fields that mail clients keep: References, In-Reply-To, the subject. */
import { valuesOf, type HeaderSection } from './header.ts';

/** Marks of replies and forwards in the languages of mail clients, tags of lists: `Re:`, `AW[2]:`, `RV:`, `[allstaff]`. */
const mark = /^(?:(re|aw|sv|antw|res|fwd?|wg|rv|tr|i)(?:\[\d{1,3}\]|\(\d{1,3}\))?:|\[[^\]]{1,60}\])\s*/iu;
const replyMarks: ReadonlySet<string> = new Set(['re', 'aw', 'sv', 'antw', 'res']);
const maxMarks = 20;
const maxLength = 300;

/**
 * Names of the conversation that a message answers: by the message it began with (RFC 5322 3.6.4), and by the subject, as
 * some clients keep one of them only. Empty where it answers nothing.
 *
 * @param subject decoded
 */
export function conversationOf(header: Pick<HeaderSection, 'fields'>, subject: string): string[] {
  const { text, reply } = withoutMarks(subject);
  const ids = ['references', 'in-reply-to'].flatMap((name) =>
    valuesOf(header, name).flatMap((value) => /<([^<>\s]{1,900})>/.exec(value)?.[1] ?? []),
  );
  if (ids.length === 0 && !reply) return [];
  return [...ids.slice(0, 1).map((id) => `id ${id}`), ...(text === '' ? [] : [`subject ${text}`])];
}

/** The subject that a conversation began with, folded; and whether a mark said that this is a reply. */
export function withoutMarks(subject: string): { readonly text: string; readonly reply: boolean } {
  let text = subject.slice(0, maxLength).normalize('NFKC').trim();
  let reply = false;
  for (let marks = 0; marks < maxMarks; marks += 1) {
    const found = mark.exec(text);
    if (!found) break;
    if (replyMarks.has(found[1]?.toLowerCase() ?? '')) reply = true;
    text = text.slice(found[0].length);
  }
  return { text: text.toLowerCase().replace(/\s+/gu, ' ').trim(), reply };
}
