/** Behind the page that says what became of a message: reads it from the stored message, and keeps the sender's language. */
import type { ActContext } from '../act/act-context.ts';
import type { StatusHandlers } from '../review/api/status-pages.ts';
import type { StatusView } from '../review/api/status-pages-html.ts';
import type { Happened } from '../review/api/status-pages-words.ts';
import type { SenderLanguages } from '../store/sender-languages.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import { messageOfLink } from './link-message.ts';
import { senderMessage } from './sender-message.ts';

export function createSenderStatus(
  store: Pick<Store, 'message'>,
  languages: Pick<SenderLanguages, 'choose'>,
  context: ActContext,
): StatusHandlers {
  return {
    async view(token) {
      const message = await messageOfLink(store, context, token, 'status');
      const expiresAt = message.expiresAt ?? context.now();
      const waits = (message.state === 'warned' || message.state === 'quarantined') && expiresAt > context.now();
      if (!waits) return statusView(message, context);
      const purpose = message.state === 'warned' ? 'warn' : 'appeal';
      const link = context.links.sign({ messageId: message.id, purpose, expiresAt });
      return { elsewhere: `../${purpose === 'warn' ? 'w' : 'a'}/${link}` };
    },
    async chooseLanguage(token, language) {
      const { sender } = await messageOfLink(store, context, token, 'status');
      await languages.choose(sender, language);
    },
  };
}

export function statusView(message: MessageDetail, context: ActContext): StatusView {
  const { decision, recipients, events } = message;
  const at = events.findLast(({ event }) => event !== 'notice')?.at;
  const words = decision?.by === 'reviewer' ? decision.reason : undefined;
  return {
    message: senderMessage(message, context),
    happened: happenedTo(message),
    ...(at && { at }),
    results: recipients.map(({ address, state }) => ({ address, result: state })),
    ...(words && { reviewerWords: words }),
  };
}

function happenedTo({ state, decision }: MessageDetail): Happened {
  switch (state) {
    case 'delivered':
    case 'failed':
      return state;
    case 'cancelled':
      return decision?.by === 'reviewer' ? 'copied' : state;
    case 'warned':
    case 'quarantined':
      return 'expired';
    case 'bounced':
      if (decision === null) return 'returned-by-policy';
      if (decision.by === 'expiry') return 'expired';
      return decision.choice === 'return' ? 'returned-for-correction' : 'returned';
    case 'received':
    case 'scanning':
    case 'delivering':
      return 'sending';
  }
}
