/** Behind the page of a held message: what its sender may see, and the words that go to the reviewers' queue. */
import type { ActContext } from '../act/act-context.ts';
import { decideHeld } from '../act/decide-held.ts';
import { heldMessage } from '../act/message-facts.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { AppealHandlers } from '../review/api/appeal-pages.ts';
import type { AppealView } from '../review/api/appeal-pages-html.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { ReviewRecords } from '../store/review/records.ts';
import type { Store } from '../store/store.ts';
import { unalteredBody } from '../store/body.ts';
import { messageOfLink } from './link-message.ts';
import { senderMessage } from './sender-message.ts';
import { statusView } from './sender-status.ts';

/** No account has this id: the page does not ask what an account has revealed. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export function createSenderAppeals(
  store: Pick<Store, 'message' | 'step' | 'body'>,
  records: Pick<ReviewRecords, 'appeal' | 'record'>,
  context: ActContext,
): AppealHandlers {
  const find = (token: string): Promise<MessageDetail> => messageOfLink(store, context, token, 'appeal');

  async function viewOf(message: MessageDetail): Promise<AppealView> {
    const { expiresAt } = message;
    if (message.state !== 'quarantined' || expiresAt === null)
      return { state: 'over', status: statusView(message, context) };
    const shown = senderMessage(message, context);
    const { appeal } = await records.record(message.id, NOBODY);
    if (appeal) return { state: 'appealed', message: shown, expiresAt, words: appeal.words, answer: appeal.answer };
    return { state: 'held', message: shown, expiresAt };
  }

  return {
    view: async (token) => viewOf(await find(token)),
    async appeal(token, words) {
      const message = await find(token);
      await records.appeal(message.id, words, context.now());
      return viewOf(message);
    },
    async cancel(token) {
      const message = await find(token);
      let cancelled = false;
      if (message.state === 'quarantined') {
        try {
          await decideHeld(
            store,
            context,
            heldMessage(message),
            { by: 'sender', choice: 'cancel', reason: '' },
            { body: () => unalteredBody(store, message.id) },
          );
          cancelled = true;
        } catch (error) {
          // A reviewer, or the clock, was faster: the page says what became of the message.
          if (codeOf(error) !== 'store.lost-lease') throw error;
        }
      }
      return { cancelled, view: await viewOf(await find(token)) };
    },
  };
}
