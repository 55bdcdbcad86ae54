/** Fetches collections of a OneRoster REST service page by page. Nothing of an answer is ever in an error or a log. */
import { HallpassError } from '../../errors/hallpass-error.ts';
import { createRequests, type Answer, type RequestOptions } from './oneroster-requests.ts';

/** One record as the service gives it. */
export type OneRosterRecord = Readonly<Record<string, unknown>>;
/** Demographics are none of them. */
export type Collection = 'orgs' | 'users' | 'enrollments';

export interface OneRosterClient {
  /**
   * All records of a collection, or those that have changed.
   *
   * @param changedSince time by the clock of the service
   * @throws HallpassError `roster.provider-unreachable`, `roster.provider-denied`, `roster.provider-answer`
   */
  pages(collection: Collection, changedSince?: string): AsyncGenerator<readonly OneRosterRecord[]>;
  /** The clock of the service as the first answer had it; undefined where it says nothing. */
  serviceTime(): Date | undefined;
}

export interface ClientOptions extends RequestOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pageSize: number;
}

/** A service that never ends is none; five million people are no district. */
const recordsAtMost = 5_000_000;

export function createOneRosterClient(options: ClientOptions): OneRosterClient {
  const { pageSize } = options;
  const base = options.url.replace(/\/+$/, '');
  const get = createRequests(options);
  let serviceTime: Date | undefined;

  async function* pages(
    collection: Collection,
    changedSince?: string,
  ): AsyncGenerator<readonly OneRosterRecord[], void> {
    const endpoint = new URL(`${base}/${collection}`);
    const query = queryOf(0);
    if (changedSince !== undefined) query.push(['filter', `dateLastModified>'${changedSince}'`]);
    let next: readonly (readonly [string, string])[] | undefined = query;
    let fetched = 0;
    let total: number | undefined;
    const asked = new Set<string>();
    while (next) {
      const url = withQuery(endpoint, next);
      if (asked.has(url.href)) throw answerError(collection, 'its paging does not advance');
      asked.add(url.href);
      const answer: Answer = await get(url, collection);
      serviceTime ??= answer.date;
      const records = recordsOf(answer.body, collection);
      total = totalOf(answer) ?? total;
      fetched += records.length;
      if (fetched > recordsAtMost) throw answerError(collection, `more than ${recordsAtMost} records`);
      yield records;
      next = nextQuery(answer, url, query, { fetched, total, last: records.length });
    }
    // A list that breaks off looks like a district that has lost its students.
    if (total !== undefined && fetched < total)
      throw answerError(collection, `${fetched} of ${total} records came before the pages ended`);
  }

  /** In a fixed order, so that a record that changes meanwhile moves no other one to a page that has been read. */
  function queryOf(offset: number): [string, string][] {
    return [
      ['limit', String(pageSize)],
      ['offset', String(offset)],
      ['sort', 'sourcedId'],
      ['orderBy', 'asc'],
    ];
  }

  return { pages, serviceTime: () => serviceTime };
}

interface Progress {
  readonly fetched: number;
  readonly total: number | undefined;
  /** Records of the last page. */
  readonly last: number;
}

/**
 * The query of the next page; undefined where there is none. Where links are given, they decide (RFC 8288), but only their
 * query is taken: the address stays the configured one, so that the credentials go nowhere else.
 */
function nextQuery(
  { link }: Answer,
  asked: URL,
  first: readonly (readonly [string, string])[],
  { fetched, total, last }: Progress,
): readonly (readonly [string, string])[] | undefined {
  if (last === 0) return undefined;
  const linked = link === undefined ? undefined : nextLink(link, asked);
  if (linked) return [...linked.searchParams];
  if (total === undefined ? link !== undefined : fetched >= total) return undefined;
  // A service may give fewer records than it is asked for, so the page that follows begins behind those that came.
  return first.map(([name, value]) => [name, name === 'offset' ? String(fetched) : value] as const);
}

function nextLink(header: string, base: URL): URL | undefined {
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^>]*)>((?:\s*;[^,<]*)*)/g)) {
    if (!/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(?:;|$)/i.test(parameters.trim())) continue;
    if (URL.canParse(target, base.href)) return new URL(target, base.href);
  }
  return undefined;
}

/** Encoded by RFC 3986: a space is %20, and the signature is over the same text. */
function withQuery(endpoint: URL, query: readonly (readonly [string, string])[]): URL {
  const url = new URL(endpoint);
  url.search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return url;
}

function totalOf({ total }: Answer): number | undefined {
  return total !== undefined && /^\d{1,9}$/.test(total) ? Number(total) : undefined;
}

function recordsOf(body: unknown, collection: Collection): readonly OneRosterRecord[] {
  const list = typeof body === 'object' && body !== null ? (body as OneRosterRecord)[collection] : undefined;
  if (!Array.isArray(list)) throw answerError(collection, `there is no list “${collection}”`);
  return list.filter((entry): entry is OneRosterRecord => typeof entry === 'object' && entry !== null);
}

const answerError = (collection: Collection, detail: string): HallpassError =>
  new HallpassError('roster.provider-answer', `${collection}: ${detail}`);
