/** Behind the senders' pages: what a signed link may show, and the one decision that it may take. */
import type { ActContext } from '../act/act-context.ts';
import { decideHeld } from '../act/decide-held.ts';
import { heldMessage } from '../act/message-facts.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { SenderHandlers } from '../review/api/sender-pages.ts';
import type { SenderView } from '../review/api/sender-pages-html.ts';
import { unalteredBody } from '../store/body.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import { messageOfLink } from './link-message.ts';
import { senderMessage } from './sender-message.ts';

export function createSenderDecisions(
  store: Pick<Store, 'message' | 'step' | 'body'>,
  context: ActContext,
): SenderHandlers {
  const find = (token: string): Promise<MessageDetail> => messageOfLink(store, context, token, 'warn');

  return {
    async view(token) {
      return viewOf(await find(token), context);
    },
    async decide(token, { choice, reason, words }) {
      const message = await find(token);
      const view = viewOf(message, context);
      if (view.state !== 'open') return view;
      try {
        await decideHeld(
          store,
          context,
          heldMessage(message),
          {
            by: 'sender',
            choice,
            reason: [reason, words].filter(Boolean).join(': '),
            ...(reason === 'false-alarm' && { falseAlarm: true }),
          },
          { body: () => unalteredBody(store, message.id) },
        );
      } catch (error) {
        // Another decision, or the clock, was faster: the page says what became of the message.
        if (codeOf(error) !== 'store.lost-lease') throw error;
        const now = viewOf(await find(token), context);
        return now.state === 'open' ? { state: 'expired' } : now;
      }
      return { state: choice === 'send' ? 'sent' : 'cancelled' };
    },
  };
}

function viewOf(message: MessageDetail, context: ActContext): SenderView {
  const subject = message.sealed?.subject ?? '';
  if (message.state === 'warned') {
    const expiresAt = message.expiresAt ?? context.now();
    if (expiresAt <= context.now()) return { state: 'expired' };
    return { state: 'open', message: senderMessage(message, context), expiresAt, onExpiry: context.hold.warnDefault };
  }
  const { decision } = message;
  const at = message.events.findLast((event) => event.event === decision?.choice)?.at;
  if (decision === null || at === undefined) return { state: 'expired' };
  return {
    state: 'decided',
    subject,
    by: decision.by,
    choice: ['send', 'release', 'deliver'].includes(decision.choice) ? 'send' : 'cancel',
    at,
  };
}
