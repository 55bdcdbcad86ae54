/** Behind the senders' pages: what a signed link may show, and the one decision that it may take. */
import type { ActContext, ActOn } from '../act/act-context.ts';
import { decideHeld } from '../act/decide-held.ts';
import { countedRules, foundInWords } from '../act/notices/found.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { SenderHandlers } from '../review/api/sender-pages.ts';
import type { SenderView } from '../review/api/sender-pages-html.ts';
import type { MessageDetail } from '../store/read.ts';
import type { Store } from '../store/store.ts';

export function createSenderDecisions(store: Pick<Store, 'message' | 'step'>, context: ActContext): SenderHandlers {
  async function find(token: string): Promise<MessageDetail> {
    const { messageId } = context.links.verify(token, 'warn', context.now());
    const message = await store.message(messageId);
    if (message === undefined) throw new HallpassError('link.invalid');
    return message;
  }

  return {
    async view(token) {
      return viewOf(await find(token), context);
    },
    async decide(token, { choice, reason, words }) {
      const message = await find(token);
      const view = viewOf(message, context);
      if (view.state !== 'open') return view;
      const held = { ...detailOf(message), state: 'warned', expiresAt: view.expiresAt } as const;
      try {
        await store.step(
          decideHeld(
            context,
            held,
            {
              by: 'sender',
              choice,
              reason: [reason, words].filter(Boolean).join(': '),
              ...(reason === 'false-alarm' && { falseAlarm: true }),
            },
            Buffer.alloc(0),
          ),
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
    const { verdict, sealed } = message;
    const found = (language: 'en' | 'es') => foundInWords(sealed?.findings ?? [], verdict ?? undefined, language);
    return {
      state: 'open',
      message: {
        subject,
        recipients: message.recipients.map((recipient) => recipient.address),
        receivedAt: message.receivedAt,
        found: { en: found('en'), es: found('es') },
        reasons: countedRules(verdict ?? undefined).map((rule) => rule.title),
        clauses: verdict?.clauses ?? [],
      },
      expiresAt,
      onExpiry: context.hold.warnDefault,
    };
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

/** A stored message as the acts know it. */
export function detailOf(message: MessageDetail): ActOn {
  return {
    id: message.id,
    kind: message.kind,
    sender: message.sender,
    receivedAt: message.receivedAt,
    recipients: message.recipients,
    ...(message.transport.envid === undefined ? {} : { envid: message.transport.envid }),
    ...(message.verdict === null ? {} : { verdict: message.verdict }),
    ...(message.sealed === null ? {} : { sealed: message.sealed }),
  };
}
