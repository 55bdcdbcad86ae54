/** What the senders' pages show of a held message, made from what is stored of it. */
import { statusToken, type ActContext } from '../act/act-context.ts';
import { foundInWords } from '../act/notices/found.ts';
import { placesInWords } from '../act/notices/shown-places.ts';
import { toldToSender, ruleTitles } from '../decide/verdict.ts';
import { senderMayMend } from './message-copies.ts';
import type { SenderMessage } from '../review/api/sender-pages-html.ts';
import type { MessageDetail } from '../store/stored-message.ts';

export function senderMessage(message: MessageDetail, context: ActContext): SenderMessage {
  const { id, sealed, recipients, receivedAt } = message;
  const findings = sealed?.findings ?? [];
  const verdict = message.verdict ? toldToSender(message.verdict) : undefined;
  return {
    subject: sealed?.subject ?? '',
    recipients: recipients.map(({ address }) => address),
    receivedAt,
    found: { en: foundInWords(findings, verdict, 'en', true), es: foundInWords(findings, verdict, 'es', true) },
    places: { en: placesInWords(findings, verdict, 'en'), es: placesInWords(findings, verdict, 'es') },
    reasons: { en: ruleTitles(verdict, 'en'), es: ruleTitles(verdict, 'es') },
    clauses: verdict?.clauses ?? [],
    statusToken: statusToken(context, id),
    mayBeMended: senderMayMend(message, context.now()),
  };
}
