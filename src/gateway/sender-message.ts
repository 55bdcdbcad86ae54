/** What the senders' pages show of a held message, made from what is stored of it. */
import { statusToken, type ActContext } from '../act/act-context.ts';
import { foundInWords } from '../act/notices/found.ts';
import { placesInWords } from '../act/notices/shown-places.ts';
import { ruleTitles } from '../decide/verdict.ts';
import { mayBeMended } from './message-copies.ts';
import type { SenderMessage } from '../review/api/sender-pages-html.ts';
import type { MessageDetail } from '../store/stored-message.ts';

export function senderMessage(message: MessageDetail, context: ActContext): SenderMessage {
  const { id, verdict, sealed, recipients, receivedAt } = message;
  const findings = sealed?.findings ?? [];
  const given = verdict ?? undefined;
  return {
    subject: sealed?.subject ?? '',
    recipients: recipients.map(({ address }) => address),
    receivedAt,
    found: { en: foundInWords(findings, given, 'en', true), es: foundInWords(findings, given, 'es', true) },
    places: { en: placesInWords(findings, given, 'en'), es: placesInWords(findings, given, 'es') },
    reasons: { en: ruleTitles(verdict, 'en'), es: ruleTitles(verdict, 'es') },
    clauses: verdict?.clauses ?? [],
    statusToken: statusToken(context, id),
    mayBeMended: mayBeMended(message, context.now()),
  };
}
