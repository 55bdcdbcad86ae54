/** Held messages as text and as JSON, for `hallpass quarantine`. */
import { foundInWords } from '../act/notices/found.ts';
import { countedRules } from '../decide/verdict.ts';
import type { MessageDetail, MessageSummary } from '../store/stored-message.ts';

export function listLine(message: MessageSummary): object {
  return {
    id: message.id,
    state: message.state,
    receivedAt: message.receivedAt,
    expiresAt: message.expiresAt,
    sender: message.sender,
    recipients: message.recipients.map((recipient) => recipient.address),
    subject: message.sealed?.subject ?? '',
    action: message.verdict?.action ?? null,
    codes: message.verdict?.codes ?? [],
    rules: countedRules(message.verdict).map((rule) => rule.id),
  };
}

export function messageJson(message: MessageDetail): object {
  const { verdict } = message;
  return {
    ...listLine(message),
    size: message.size,
    attempts: message.attempts,
    verdict,
    decision: message.decision,
    recipients: message.recipients,
    findings: message.findings.map((finding, i) => ({
      ...finding,
      masked: message.sealed?.findings[i]?.masked ?? null,
      place: message.sealed?.findings[i]?.place ?? null,
    })),
    unread: message.unread,
    events: message.events,
    notices: message.notices,
  };
}

export function describeList(held: readonly MessageSummary[], now: Date): string {
  if (held.length === 0) return 'Nothing is held.\n';
  const blocks = held.map((message) => {
    const mark = message.state === 'warned' ? '▲ waiting for sender' : '■ held for review';
    const to = message.recipients.map((recipient) => recipient.address);
    const shown = to.length > 2 ? `${to.slice(0, 2).join(', ')} and ${to.length - 2} more` : to.join(', ');
    return [
      `${message.id}  ${mark}, ${age(message.receivedAt, now)} ago`,
      `  ${message.sender || '(no sender)'} → ${shown}`,
      `  ${message.sealed?.subject || '(no subject)'}`,
      `  Why: ${why(message)}`,
      '',
    ].join('\n');
  });
  return `${blocks.join('\n')}\n${held.length} held. Details: "hallpass quarantine show ID". Decide: "hallpass quarantine release ID --as EMAIL --reason TEXT" or "hallpass quarantine reject", with the same options.\n`;
}

export function describeMessage(message: MessageDetail): string {
  const { verdict } = message;
  const lines = [
    `${message.id}  ${message.state}`,
    `From        ${message.sender || '(no sender)'}`,
    `Subject     ${message.sealed?.subject || '(no subject)'}`,
    `Received    ${message.receivedAt.toISOString()} from ${message.transport.client}, ${message.size} bytes`,
    ...(message.expiresAt && (message.state === 'quarantined' || message.state === 'warned')
      ? [`Held until  ${message.expiresAt.toISOString()}`]
      : []),
    '',
    `Why: ${why(message)}`,
    ...countedRules(verdict).map((rule) => `  ${rule.title} (${rule.id})`),
    ...(verdict?.clauses ?? []).map((clause) => `  ${clause.policy} ${clause.number}: ${clause.text}`),
    '',
    'Findings',
    ...message.findings.map(
      (finding, i) =>
        `  ${finding.score.toFixed(2)}  ${finding.code}  ${message.sealed?.findings[i]?.place ?? `part ${finding.part}`}: ${message.sealed?.findings[i]?.masked ?? ''}`,
    ),
    ...message.unread.map(
      (part) => `  not read  ${part.filename ?? `part ${part.part}`} (${part.contentType}): ${part.reason}`,
    ),
    '',
    'Recipients',
    ...message.recipients.map(
      (recipient) => `  ${recipient.address}  ${recipient.state}${recipient.reply ? `  ${recipient.reply}` : ''}`,
    ),
    '',
    'History',
    ...message.events.map(
      (event) => `  ${event.at.toISOString()}  ${event.event} by ${event.actor}  ${JSON.stringify(event.detail)}`,
    ),
    '',
  ];
  return lines.join('\n');
}

function why(message: MessageSummary): string {
  const found = foundInWords(message.sealed?.findings ?? [], message.verdict ?? undefined, 'en');
  const titles = countedRules(message.verdict).map((rule) => rule.title);
  return (found.length > 0 ? found : titles).join('; ') || 'no reason is stored';
}

function age(from: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - from.getTime()) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}
