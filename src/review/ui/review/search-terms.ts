/** The search in the address bar, term by term: what the filter menus read and change. The server alone judges the syntax. */

/** `key:value`, where the value may be quoted; a bare word has no key. */
export interface Term {
  readonly key: string;
  readonly value: string;
  /** As written. */
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

/** Values that a key has in the search: `valuesOf('school:"Lincoln"', 'school')`. */
export function valuesOf(query: string, key: string): string[] {
  return termsOf(query)
    .filter((candidate) => candidate.key === key)
    .map(({ value }) => value);
}

/** With `key:value` where it was not, without where it was; other values of the key are replaced. */
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

/** Keys of the search and what each finds, for the sheet behind `?` and the field's own help. */
export const searchHelp: readonly (readonly [example: string, meaning: string])[] = [
  ['is:open', 'also held, mine, unassigned, escalated, appealed, released, returned, expired'],
  ['from:moore', 'the sender'],
  ['to:printco.example', 'a recipient'],
  ['subject:"class list"', 'words of the subject'],
  ['policy:student-location', 'a rule of the policy'],
  ['code:student-pii', 'what was found'],
  ['student:"Mai Vang"', 'whom it is about'],
  ['school:Lincoln', 'a school of the students'],
  ['after:2026-11-01', 'received since; before: until'],
  ['score:>=0.9', 'how sure the findings are'],
  ['severity:high', 'also medium, low'],
  ['-from:moore', 'all but these'],
];
