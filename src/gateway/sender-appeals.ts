/** Behind the page of a held message: what its sender may see, and the words that go to the reviewers' queue. */
import type { ActContext } from '../act/act-context.ts';
import { countedRules, foundInWords } from '../act/notices/found.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { AppealHandlers } from '../review/api/appeal-pages.ts';
import type { AppealView } from '../review/api/appeal-pages-html.ts';
import type { MessageDetail } from '../store/read.ts';
import type { ReviewRecords } from '../store/review/records.ts';
import type { Store } from '../store/store.ts';

/** Nobody's account: what this one has revealed is not asked. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export function createSenderAppeals(
  store: Pick<Store, 'message'>,
  records: Pick<ReviewRecords, 'appeal' | 'record'>,
  context: ActContext,
): AppealHandlers {
  async function find(token: string): Promise<MessageDetail> {
    const { messageId } = context.links.verify(token, 'appeal', context.now());
    const message = await store.message(messageId);
    if (message === undefined) throw new HallpassError('link.invalid');
    return message;
  }

  async function viewOf(message: MessageDetail): Promise<AppealView> {
    const subject = message.sealed?.subject ?? '';
    const { appeal } = await records.record(message.id, NOBODY);
    if (appeal) return { state: 'appealed', subject, words: appeal.words, answer: appeal.answer };
    const { expiresAt } = message;
    if (message.state !== 'quarantined' || expiresAt === null) return { state: 'over', subject };
    const verdict = message.verdict ?? undefined;
    const found = (language: 'en' | 'es') => foundInWords(message.sealed?.findings ?? [], verdict, language);
    return {
      state: 'held',
      message: {
        subject,
        recipients: message.recipients.map(({ address }) => address),
        receivedAt: message.receivedAt,
        found: { en: found('en'), es: found('es') },
        reasons: countedRules(verdict).map(({ title }) => title),
        clauses: verdict?.clauses ?? [],
      },
      expiresAt,
    };
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
