/** The calls that the console's benchmark measures: what its pages ask for, at the ends that cost most. */
import { heldMail } from '../scripts/seed/held-mail.ts';

/** Whose account calls: one that sees all schools, or one of a single school. */
export type Who = 'all' | 'one';

export interface MeasuredCall {
  readonly name: string;
  readonly who: Who;
  /** @param round so that calls of words are of others each time */
  readonly path: (round: number) => string;
}

/** @param page the first page of what is open, 200 rows */
export function measuredCalls(
  page: { readonly rows: readonly { readonly id: string }[]; readonly next: string },
  { count, rounds }: { count: number; rounds: number },
): MeasuredCall[] {
  const list = (q: string, more = '') => `/messages?q=${encodeURIComponent(q)}${more}`;
  const counts = (q: string) => `/messages/counts?q=${encodeURIComponent(q)}`;
  const mail = (round: number) => heldMail(Math.floor((round / rounds) * count));
  const open = (round: number) => page.rows[round % page.rows.length]!.id;
  const calls: readonly [name: string, path: (round: number) => string, who?: Who][] = [
    ['list: is:open, by severity', () => list('is:open')],
    ['list: is:open, second page', () => list('is:open', `&cursor=${page.next}&limit=200`)],
    ['list: is:open, newest', () => list('is:open', '&sort=newest')],
    ['list: is:open, by score', () => list('is:open', '&sort=score')],
    ['list: everything ever held', () => list('')],
    ['list: one school only (account)', () => list('is:open'), 'one'],
    ['filter: rule', () => list('is:open rule:threat')],
    ['filter: code family, score, severity', () => list('is:open code:student-pii.* score:>=0.9 severity:high')],
    ['filter: code and not detector', () => list('is:open code:student-pii.phone -detector:threat')],
    ['filter: school', () => list('is:open school:lincoln')],
    ['filter: days', () => list('is:open after:3d before:1d')],
    ['filter: nothing found', () => list('is:open is:escalated severity:low')],
    ['search: sender', (n) => list(`from:${mail(n).sender}`)],
    ['search: recipient', (n) => list(`to:${mail(n).recipients[0]}`)],
    ['search: common words', () => list('class list')],
    ['search: word and -word', () => list('is:open field -again')],
    ['search: only -word', () => list('is:open -again')],
    ['search: student', (n) => list(`student:"${mail(n).findings[0]?.subject?.name ?? 'Maya Reyes'}"`)],
    ['search: nobody of that name', (n) => list(`from:nobody${n}`)],
    ['counts: is:open', () => counts('is:open')],
    ['counts: everything ever held', () => counts('')],
    ['counts: code family', () => counts('is:open code:student-pii.*')],
    ['counts: days and severity', () => counts('is:open after:20d severity:high')],
    ['counts: common words', () => counts('is:open class list')],
    ['counts: word and -word', () => counts('is:open field -again')],
    ['counts: one school only (account)', () => counts('is:open'), 'one'],
    ['open: message', (n) => `/messages/${open(n)}`],
    ['open: content, masked', (n) => `/messages/${open(n)}/content`],
    ['open: history', (n) => `/messages/${open(n)}/history`],
    ['overview, 14 days', () => '/overview?days=14'],
    ['overview, 90 days', () => '/overview?days=90'],
    ['overview, one school only (account)', () => '/overview?days=14', 'one'],
    ['policy', () => '/policy'],
    ['disclosures', () => '/disclosures'],
    ['disclosures: a sender', (n) => `/disclosures?q=${mail(n).sender}`],
    ['audit', () => '/audit'],
    ['audit: one event', () => '/audit?q=released'],
    ['saved views', () => '/views'],
  ];
  return calls.map(([name, path, who = 'all']) => ({ name, path, who }));
}
