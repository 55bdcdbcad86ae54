/** Splits a search into terms, which the filter menus read and change. Only the server checks the syntax. */

/** `key:value`, where the value may be quoted; a bare word has no key. */
export interface Term {
  readonly key: string;
  readonly value: string;
  /** The term as it is written. */
  readonly text: string;
}

const term = /-?(?:[\w-]+:)?(?:"[^"]*"?|\S+)/g;

export function termsOf(query: string): Term[] {
  return [...query.matchAll(term)].map(([text]) => {
    const colon = text.indexOf(':');
    const quote = text.indexOf('"');
    if (colon <= 0 || (quote >= 0 && quote < colon)) return { key: '', value: unquoted(text), text };
    return { key: text.slice(0, colon).toLowerCase(), value: unquoted(text.slice(colon + 1)), text };
  });
}

/** The values of a key: `valuesOf('school:"Lincoln"', 'school')` is `['Lincoln']`. */
export function valuesOf(query: string, key: string): string[] {
  return termsOf(query)
    .filter((candidate) => candidate.key === key)
    .map(({ value }) => value);
}

/** Adds `key:value`, or removes it if it is there. Other values of the key are replaced. */
export function toggleTerm(query: string, key: string, value: string): string {
  const terms = termsOf(query);
  const wasThere = terms.some((candidate) => candidate.key === key && candidate.value === value);
  const others = terms.filter((candidate) => candidate.key !== key).map(({ text }) => text);
  return (wasThere ? others : [...others, `${key}:${quoted(value)}`]).join(' ');
}

export function withoutKey(query: string, key: string): string {
  return termsOf(query)
    .filter((candidate) => candidate.key !== key)
    .map(({ text }) => text)
    .join(' ');
}

function unquoted(value: string): string {
  return value.replace(/^-?"/, '').replace(/"$/, '');
}

function quoted(value: string): string {
  return /[\s:"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}

/** Examples of search terms with what each finds, for the help dialog and the help of the search field. */
export const searchHelp: readonly (readonly [example: string, meaning: string])[] = [
  ['kayak thursday', 'messages with both words, anywhere'],
  ['from:moore', 'sender'],
  ['to:printco.example', 'recipient, here by domain'],
  ['student:"Mai Vang"', 'the student a finding is about, by name or student number'],
  ['file:roster.xlsx', 'name of an attachment'],
  ['body:kayak', 'words in the text only; subject: for the subject only'],
  ['01a22721-5a06', 'id of the message, or its first characters'],
  ['is:open', 'state; also mine, unassigned, escalated, appealed, released, returned, expired, monitored'],
  ['policy:student-location', 'policy rule'],
  ['school:Lincoln', 'school of the students'],
  ['after:7d', 'received in the last 7 days; also after:2026-11-01, before:today'],
  ['code:student-pii', 'kind of finding'],
  ['severity:high', 'severity; also medium, low'],
  ['score:>=0.9', 'confidence of the findings'],
  ['-from:moore', 'exclude messages that match'],
];
