/** The handlers of every route that is about messages: what the table of routes promises, each in a line or a call. */
import type { MessageDetail as StoredMessage } from '../../store/read.ts';
import type { ReviewItem } from '../../store/review/read-items.ts';
import type { Search } from '../../store/review/search.ts';
import type { ListedSearch } from '../../store/review/views.ts';
import type { Caller, ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import type { MessageCounts } from '../contract/message.ts';
import { takeAct, takeActs } from './acts.ts';
import { bodyOf, contentOf, viewMessage } from './content.ts';
import { detailOf } from './detail.ts';
import { openEvents } from './events.ts';
import { disclosuresOf, exceptionsOf, overviewOf, policyOf, recordOf, titlesOf } from './pages.ts';
import { actorOf, seesPlain, viewerOf, type ReviewParts } from './review-parts.ts';
import { rowOf } from './rows.ts';
import { parseSearch } from './search/parse-search.ts';
import { detectorTitle } from './words/found.ts';
import { eventWords } from './words/events.ts';

export function createReviewHandlers(parts: ReviewParts): ReviewHandlers {
  const { review } = parts;
  const titles = titlesOf(parts.pack);

  const parse = (text: string) =>
    parseSearch(text, { now: parts.now(), dayStart: parts.dayStart, foldWords: review.foldWords });

  function searchOf(text: string, { permissions }: Caller): Search {
    const search = parse(text);
    if ('message' in search)
      throw new ApiProblem('request.invalid', {
        detail: search.message,
        fields: [{ path: 'q', message: search.message }],
      });
    // Finding by a word of the subject, or by a student, would say what a role without content is not told.
    if (asksContent(search) && !permissions.has('messages.read'))
      throw new ApiProblem('access.forbidden', { detail: 'Your account may not search by subject or student.' });
    return permissions.has('messages.read') ? search : search.map(withoutSubject);
  }

  async function find(id: string, caller: Caller): Promise<{ item: ReviewItem; message: StoredMessage }> {
    const item = await review.items.item(id, viewerOf(caller));
    const message = item && (await parts.message(id));
    if (!item || !message) throw new ApiProblem('message.not-found');
    return { item, message };
  }

  async function findRevealed(id: string, caller: Caller): Promise<StoredMessage> {
    const { message } = await find(id, caller);
    if (!(await review.records.revealed(id, caller.account.id))) throw new ApiProblem('message.not-revealed');
    await review.records.read(id, actorOf(caller), parts.now());
    return message;
  }

  return {
    async listMessages({ query, caller }) {
      const { sort, cursor, limit } = query;
      const page = await review.items.page(searchOf(query.q, caller), viewerOf(caller), { sort, cursor, limit });
      return {
        rows: page.items.map((item) => rowOf(item, caller.permissions)),
        next: page.next ?? null,
        total: page.total,
      };
    },
    async countMessages({ query, caller }): Promise<MessageCounts> {
      const viewer = viewerOf(caller);
      const search = searchOf(query.q, caller);
      const [counts, nav, lastCheckedAt] = await Promise.all([
        review.items.counts(search, viewer),
        review.items.nav(viewer),
        review.items.lastCheckedAt(),
      ]);
      const facet = (values: ReadonlyMap<string, number>, label: (value: string) => string) =>
        [...values]
          .map(([value, count]) => ({ value, label: label(value), count }))
          .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
      return {
        states: facet(counts.states, (state) => state.replaceAll('-', ' ')),
        rules: facet(counts.rules, (rule) => titles.get(rule) ?? rule),
        schools: facet(counts.schools, (school) => school),
        detectors: facet(counts.detectors, detectorTitle),
        nav,
        lastCheckedAt: lastCheckedAt?.toISOString() ?? null,
      };
    },
    async message({ params, caller }) {
      const { item, message } = await find(params.id, caller);
      const record = await review.records.record(params.id, caller.account.id);
      if (seesPlain(record.revealed, caller)) await review.records.read(params.id, actorOf(caller), parts.now());
      return detailOf(item, message, record, caller);
    },
    async content({ params, caller }) {
      const { message } = await find(params.id, caller);
      const plain = seesPlain(await review.records.revealed(params.id, caller.account.id), caller);
      if (plain) await review.records.read(params.id, actorOf(caller), parts.now());
      return contentOf(parts, message, !plain);
    },
    async reveal({ params, body, caller }) {
      await find(params.id, caller);
      await review.records.reveal(params.id, body.reason, actorOf(caller));
      return undefined;
    },
    async rendered({ params, caller }) {
      const view = await viewMessage(parts, await findRevealed(params.id, caller), 'rendered');
      return view.want === 'rendered' ? { html: view.html, removed: view.removed } : { html: '', removed: [] };
    },
    async headers({ params, caller }) {
      const view = await viewMessage(parts, await findRevealed(params.id, caller), 'headers');
      return { fields: view.want === 'headers' ? view.fields : [] };
    },
    async raw({ params, caller }) {
      const message = await findRevealed(params.id, caller);
      const body = await bodyOf(parts, message);
      await review.records.recordEvent(params.id, { event: 'raw-read', actor: caller.account.email, detail: {} });
      return {
        kind: 'raw',
        contentType: 'message/rfc822',
        body,
        headers: { 'content-disposition': `attachment; filename="${params.id}.eml"`, 'cache-control': 'no-store' },
      };
    },
    async history({ params, caller }) {
      const { message } = await find(params.id, caller);
      return {
        events: message.events.map(({ seq, at, event, actor, detail }) => ({
          seq,
          at: at.toISOString(),
          words: eventWords(event, detail),
          event,
          actor,
        })),
      };
    },
    act: ({ params, body, caller }) => takeAct(parts, params.id, body, caller),
    bulk: async ({ body, caller }) => ({ results: await takeActs(parts, body.ids, body.act, caller) }),
    async judge({ params, body, caller }) {
      const { message } = await find(params.id, caller);
      if (params.n >= message.findings.length) throw new ApiProblem('not-found');
      await review.records.judge(params.id, params.n, body.judgement, actorOf(caller));
      return undefined;
    },
    async judgeMany({ params, body: { findings, judgement }, caller }) {
      const { message } = await find(params.id, caller);
      const asked = [...new Set(findings)];
      const there = asked.filter((n) => n < message.findings.length);
      await review.records.judgeMany(params.id, there, judgement, actorOf(caller));
      return {
        results: asked.map((n) =>
          n < message.findings.length
            ? { n, ok: true, words: judgement === null ? 'Taken back.' : 'Marked.' }
            : { n, ok: false, words: 'There is no such finding.', code: 'not-found' },
        ),
      };
    },
    events: ({ caller }) => Promise.resolve(openEvents(parts, caller)),

    views: async ({ caller }) => {
      const views = await review.searches.list(caller.account.id);
      return { views: views.filter((view) => mayKnow(view, parse(view.query), caller)) };
    },
    async saveView({ body, caller }) {
      searchOf(body.query, caller);
      return review.searches.save(viewerOf(caller), body);
    },
    async deleteView({ params, caller }) {
      if (!(await review.searches.remove(caller.account.id, params.id))) throw new ApiProblem('not-found');
      return undefined;
    },
    templates: () => Promise.resolve({ templates: parts.templates }),
    assignees: async () => ({ people: (await parts.people()).map(({ id, name }) => ({ id, name })) }),

    overview: ({ query, caller }) => overviewOf(parts, query.days, caller),
    disclosures: ({ query, caller }) => disclosuresOf(parts, query, caller),
    policy: ({ caller }) => policyOf(parts, caller),
    exceptions: async ({ caller }) => ({ exceptions: await exceptionsOf(parts, caller) }),
    async endException({ params, caller }) {
      const ended = await review.exceptions.end(params.id, viewerOf(caller), actorOf(caller), parts.now());
      if (!ended) throw new ApiProblem('not-found');
      return undefined;
    },
    settings: () => parts.settings(),
    audit: ({ query, caller }) => recordOf(parts, query, caller),
  };
}

function asksContent(search: ReturnType<typeof parseSearch>): boolean {
  return (
    !('message' in search) &&
    search.some((term) => term.kind === 'words' && (term.field === 'subject' || term.field === 'student'))
  );
}

/**
 * A shared search by words may name a student: it is for those who may search so, and who see the messages of every school
 * that the one who saved it sees.
 */
function mayKnow(
  { own, schools }: ListedSearch,
  search: ReturnType<typeof parseSearch>,
  { permissions, schools: theirs }: Caller,
): boolean {
  if (!permissions.has('messages.read') && asksContent(search)) return false;
  if (own || theirs.length === 0 || 'message' in search) return true;
  if (!search.some(({ kind }) => kind === 'words')) return true;
  return schools.length > 0 && schools.every((school) => theirs.includes(school));
}

/** Bare words look at the sender alone for roles that do not read what messages say. */
function withoutSubject(term: Search[number]): Search[number] {
  return term.kind === 'words' && term.field === 'any' ? { ...term, field: 'from' } : term;
}
