/** Handlers of the routes that list messages and show one of them. */
import type { ReviewHandlers } from '../access/handler.ts';
import type { MessageCounts } from '../contract/message.ts';
import { detailOf } from './detail.ts';
import { previewOf } from './exception-preview.ts';
import { findMessage, searchOf } from './message-access.ts';
import { titlesOf } from './counted-rules.ts';
import { actorOf, seesPlain, viewerOf, type ReviewParts } from './review-parts.ts';
import { rowOf } from './rows.ts';
import { previewCopy } from './send-copy.ts';
import { eventWords } from './words/events.ts';
import { detectorTitle } from './words/titles.ts';

type MessageHandlers = Pick<
  ReviewHandlers,
  'listMessages' | 'countMessages' | 'message' | 'history' | 'previewException' | 'previewCopy'
>;

export function createMessageHandlers(parts: ReviewParts): MessageHandlers {
  const { items, records } = parts.review;
  const titles = titlesOf(parts.pack);
  return {
    async listMessages({ query, caller }) {
      const { sort, cursor, limit } = query;
      const page = await items.page(searchOf(parts, query.q, caller), viewerOf(caller), { sort, cursor, limit });
      return {
        rows: page.items.map((item) => rowOf(item, caller.permissions)),
        next: page.next ?? null,
        total: page.total,
      };
    },
    async countMessages({ query, caller }): Promise<MessageCounts> {
      const viewer = viewerOf(caller);
      const search = searchOf(parts, query.q, caller);
      const [counts, nav, lastCheckedAt] = await Promise.all([
        items.counts(search, viewer),
        items.nav(viewer),
        items.lastCheckedAt(),
      ]);
      return {
        states: facetCounts(counts.states, (state) => state.replaceAll('-', ' ')),
        rules: facetCounts(counts.rules, (rule) => titles.get(rule) ?? rule),
        schools: facetCounts(counts.schools, (school) => school),
        detectors: facetCounts(counts.detectors, detectorTitle),
        nav,
        lastCheckedAt: lastCheckedAt?.toISOString() ?? null,
      };
    },
    async message({ params, caller }) {
      const { item, message } = await findMessage(parts, params.id, caller);
      const record = await records.record(params.id, caller.account.id);
      if (seesPlain(record.revealed, caller)) await records.read(params.id, actorOf(caller), parts.now());
      return detailOf(item, message, record, caller, parts.copies.mayBePossible(message));
    },
    async previewException({ params, body, caller }) {
      const { message } = await findMessage(parts, params.id, caller);
      return previewOf(parts, message, body, caller);
    },
    async previewCopy({ params, caller }) {
      const { message } = await findMessage(parts, params.id, caller);
      const preview = await previewCopy(parts, message);
      // Masked lines are content, too: a token that may decide but not read gets none.
      return caller.permissions.has('messages.read') ? preview : { ...preview, changed: [], leftOut: [] };
    },
    async history({ params, caller }) {
      const { message } = await findMessage(parts, params.id, caller);
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
  };
}

/** The most frequent values first, values with equal counts by label. */
function facetCounts(values: ReadonlyMap<string, number>, label: (value: string) => string): MessageCounts['states'] {
  return [...values]
    .map(([value, count]) => ({ value, label: label(value), count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}
