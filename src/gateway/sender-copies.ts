/** Behind the page that offers a copy without what is wrong with a held message: plans the copy, and sends it on confirmation. */
import type { ActContext } from '../act/act-context.ts';
import { decideHeld } from '../act/decide-held.ts';
import { heldMessage } from '../act/message-facts.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { CopyHandlers, CopyView } from '../review/api/copy-pages.ts';
import type { PageLanguage } from '../review/api/page.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import type { Viewing } from '../view/view-result.ts';
import { messageOfLink } from './link-message.ts';
import { changesOf, copyOf, planCopy, removedFrom, senderMayMend, type PlannedCopy } from './message-copies.ts';

export interface SenderCopiesParts {
  readonly store: Pick<Store, 'message' | 'step' | 'body'>;
  readonly read: Viewing;
  readonly context: ActContext;
}

export function createSenderCopies(parts: SenderCopiesParts): CopyHandlers {
  const { store, context } = parts;
  const plan = async (message: MessageDetail, language: PageLanguage): Promise<PlannedCopy | undefined> =>
    senderMayMend(message, context.now()) ? planCopy(parts, message, language) : undefined;
  return {
    async view(token, language) {
      const message = await messageOfLink(store, context, token, 'status');
      return viewOf(message, await plan(message, language), language);
    },
    async send(token, language) {
      const message = await messageOfLink(store, context, token, 'status');
      const planned = await plan(message, language);
      if (!planned) return { sent: false, view: viewOf(message, undefined, language) };
      const copy = copyOf(message, planned, language, context);
      try {
        await decideHeld(
          store,
          context,
          heldMessage(message),
          { by: 'sender', choice: 'cancel', reason: '', copy, removed: removedFrom(planned.plan) },
          { body: async () => planned.raw },
        );
        return { sent: true, view: viewOf(message, planned, language) };
      } catch (error) {
        // A reviewer, the sender in another window, or the clock was faster.
        if (codeOf(error) !== 'store.lost-lease') throw error;
        return { sent: false, view: viewOf(message, undefined, language) };
      }
    },
  };
}

function viewOf(message: MessageDetail, planned: PlannedCopy | undefined, language: PageLanguage): CopyView {
  const subject = message.sealed?.subject ?? '';
  if (!planned) return { state: 'not-possible', subject };
  return { state: 'offered', subject, ...changesOf(planned, message, language) };
}
