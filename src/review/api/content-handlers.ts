/** Handlers of the routes that show what a message says, masked or revealed. */
import { ApiProblem } from '../access/problem.ts';
import type { ReviewHandlers } from '../access/handler.ts';
import { bodyOf, contentOf, isWithheld, viewMessage } from './content.ts';
import { findMessage, findRevealed } from './message-access.ts';
import { actorOf, seesPlain, type ReviewParts } from './review-parts.ts';

type ContentHandlers = Pick<ReviewHandlers, 'content' | 'reveal' | 'rendered' | 'headers' | 'raw'>;

export function createContentHandlers(parts: ReviewParts): ContentHandlers {
  const { records } = parts.review;
  return {
    async content({ params, caller }) {
      const { message } = await findMessage(parts, params.id, caller);
      const plain = seesPlain(await records.revealed(params.id, caller.account.id), caller);
      if (plain) await records.read(params.id, actorOf(caller), parts.now());
      return contentOf(parts, message, !plain);
    },
    async reveal({ params, body, caller }) {
      await findMessage(parts, params.id, caller);
      await records.reveal(params.id, body.reason, actorOf(caller));
      return undefined;
    },
    async rendered({ params, caller }) {
      const view = await viewMessage(parts, await findRevealed(parts, params.id, caller), 'rendered');
      return view.want === 'rendered' ? { html: view.html, removed: view.removed } : { html: '', removed: [] };
    },
    async headers({ params, caller }) {
      const view = await viewMessage(parts, await findRevealed(parts, params.id, caller), 'headers');
      return { fields: view.want === 'headers' ? view.fields : [] };
    },
    async raw({ params, caller }) {
      const message = await findRevealed(parts, params.id, caller);
      if (isWithheld(message)) throw new ApiProblem('message.picture-withheld');
      const body = await bodyOf(parts, message);
      await records.recordEvent(params.id, { event: 'raw-read', actor: caller.account.email, detail: {} });
      return {
        kind: 'raw',
        contentType: 'message/rfc822',
        body,
        headers: { 'content-disposition': `attachment; filename="${params.id}.eml"`, 'cache-control': 'no-store' },
      };
    },
  };
}
