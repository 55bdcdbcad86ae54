/** Behind the page of a held message: what its sender may see, and the words that go to the reviewers' queue. */
import type { ActContext } from '../act/act-context.ts';
import type { AppealHandlers } from '../review/api/appeal-pages.ts';
import type { AppealView } from '../review/api/appeal-pages-html.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { ReviewRecords } from '../store/review/records.ts';
import type { Store } from '../store/store.ts';
import { messageOfLink } from './link-message.ts';
import { senderMessage } from './sender-message.ts';

/** No account has this id: the page does not ask what an account has revealed. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export function createSenderAppeals(
  store: Pick<Store, 'message'>,
  records: Pick<ReviewRecords, 'appeal' | 'record'>,
  context: ActContext,
): AppealHandlers {
  const find = (token: string): Promise<MessageDetail> => messageOfLink(store, context, token, 'appeal');

  async function viewOf(message: MessageDetail): Promise<AppealView> {
    const subject = message.sealed?.subject ?? '';
    const { appeal } = await records.record(message.id, NOBODY);
    if (appeal) return { state: 'appealed', subject, words: appeal.words, answer: appeal.answer };
    const { expiresAt } = message;
    if (message.state !== 'quarantined' || expiresAt === null) return { state: 'over', subject };
    return { state: 'held', message: senderMessage(message), expiresAt };
  }

  return {
    view: async (token) => viewOf(await find(token)),
    async appeal(token, words) {
      const message = await find(token);
      await records.appeal(message.id, words, context.now());
      return viewOf(message);
    },
  };
}
