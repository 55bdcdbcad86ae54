/** The texts of audit log events, for the history of a message and the audit log page. */

type Detail = Readonly<Record<string, unknown>>;

const count = (value: unknown): number => (Array.isArray(value) ? value.length : Number(value ?? 0));
const people = (n: number): string => `${n} recipient${n === 1 ? '' : 's'}`;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : '');

const unread = (value: unknown): string => (value === true ? ', without reading' : '');

const policyWords = (version: unknown): string =>
  typeof version === 'number' ? `version ${version} of the policy` : 'the policy of the configuration';

const choices: Readonly<Record<string, string>> = {
  release: 'Release',
  reject: 'Return to sender',
  return: 'Return for correction',
  'release-agreed': 'Approval',
};
const notices: Readonly<Record<string, string>> = {
  warn: 'The sender was asked to confirm the message',
  'quarantine-held': 'The sender was notified that the message is held',
  'security-copy': 'The security contacts were notified that the message is held',
  released: 'The sender was notified of the delivery',
  rejected: 'The sender was notified that the message is returned',
  returned: 'The sender was asked to correct the message',
  expired: 'The sender was notified that the hold expired',
  'appeal-answered': 'The reply was sent to the sender',
  'copy-sent': 'The sender was notified of the copy',
  'policy-bounce': 'The sender was notified that the message is returned',
  delay: 'The sender was notified that delivery is delayed',
  escalated: 'The managers were notified of the escalation',
  assigned: 'The reviewer was notified of the assignment',
  'exception-consent': 'The managers were asked to approve an exception',
  'exception-used': 'The person who made the exception and the managers were notified of its first use',
};
const verdicts: Readonly<Record<string, string>> = {
  deliver: 'Checked: delivered',
  warn: 'Checked: sender asked to confirm',
  quarantine: 'Checked: held for review',
  bounce: 'Checked: returned to sender',
};

const words: Readonly<Record<string, (detail: Detail) => string>> = {
  'raw-read': () => 'The raw message was viewed',
  received: ({ recipients }) => `Received for ${people(count(recipients))}`,
  verdict: ({ action, why, exceptions }) =>
    `${verdicts[String(action)] ?? `Checked: ${String(action)}`}${why === undefined ? '' : ` (${text(why)})`}${exceptions ? ', because of an exception' : ''}`,
  'alert-raised': ({ kind }) => `Alert raised (${text(kind)})`,
  'alert-ended': ({ kind }) => `Alert ended (${text(kind)})`,
  'digest-sent': ({ week }) => `Weekly digest sent (week of ${text(week)})`,
  'explanation-sent': ({ messages }) => `A sender got an explanation, after ${count(messages)} stopped messages`,
  'trace-read': ({ messages }) => `Traces of ${count(messages)} messages were read`,
  'archive-read': () => 'A copy in an archive was decrypted at the terminal',
  'archive-retried': ({ copies }) => `Archive copies retried: ${count(copies)}`,
  'archive-given-up': ({ copies, archive }) => `Gave up on copies for the archive ${text(archive)}: ${count(copies)}`,
  'retry-requested': ({ messages }) => `Immediate retry of ${count(messages)} waiting messages requested`,
  'return-requested': () => 'An administrator stopped further delivery attempts',
  'hop-paused': ({ hop }) => `Next mail server paused: ${text(hop)}`,
  'hop-resumed': ({ hop }) => `Next mail server resumed: ${text(hop)}`,
  'scan-retry': () => 'The check did not finish and will be repeated',
  'body-altered': () => 'Held: the stored message differs from the received one',
  notice: ({ notice }) => notices[String(notice).replace(/:.*/, '')] ?? `A notice was sent (${plain(String(notice))})`,
  send: () => 'The sender confirmed the message',
  cancel: ({ copy }) =>
    copy === undefined
      ? 'The sender cancelled the message'
      : `The sender cancelled the message and sent a copy without the flagged parts (message ${text(copy)})`,
  copy: ({ copy }) => `Cancelled: a copy without the flagged parts was sent instead (message ${text(copy)})`,
  copied: ({ of }) => `Copy sent in place of message ${text(of)}`,
  release: ({ recipients }) =>
    recipients === undefined ? 'Released to all recipients' : `Released to ${people(count(recipients))}`,
  reject: () => 'Returned to sender',
  return: () => 'Returned for correction',
  bounce: () => 'Expired: returned to sender',
  deliver: () => 'Expired: delivered unchanged',
  delivered: ({ recipients, remote }) =>
    `Accepted by ${text(remote) || 'the next mail server'} for ${people(count(recipients))}`,
  failed: ({ recipients, statuses }) => `Refused for ${people(count(recipients))} (${list(statuses)})`,
  deferred: ({ recipients, statuses }) => `Delayed for ${people(count(recipients))} (${list(statuses)})`,
  withheld: ({ recipients }) => `Not sent to ${people(count(recipients))}`,
  released: () => 'Released: accepted by the next mail server',
  'release-agreed': ({ given, needed, withoutReading, copy }) =>
    `${copy === true ? 'Copy without the flagged parts' : 'Release'} approved${given === undefined ? '' : ` (${count(given)} of ${count(needed)} approvals)`}${unread(withoutReading)}`,
  decided: ({ choice, recipients, withoutReading }) =>
    `Decided: ${(choices[String(choice)] ?? String(choice)).toLowerCase()}${recipients === undefined ? '' : ` to ${people(count(recipients))}`}${unread(withoutReading)}`,
  undone: ({ choice }) => `Undone: ${(choices[String(choice)] ?? String(choice)).toLowerCase()}`,
  claimed: () => 'Assigned to themselves',
  unclaimed: () => 'Unassigned',
  assigned: ({ to }) => `Assigned to ${String(to)}`,
  escalated: () => 'Escalated',
  noted: () => 'Note added',
  revealed: () => 'Content revealed',
  'revealed-read': () => 'Revealed content viewed again',
  judged: ({ finding, findings, judgement }) => {
    const [which, was, as] = Array.isArray(findings)
      ? [`${findings.length} findings`, 'were', judgement === 'confirmed' ? 'correct' : 'false alarms']
      : [`Finding ${count(finding) + 1}`, 'was', judgement === 'confirmed' ? 'correct' : 'a false alarm'];
    return judgement === null ? `${which}: judgement removed` : `${which} ${was} marked as ${as}`;
  },
  appealed: () => 'The sender appealed',
  'appeal-answered': () => 'Replied to the appeal',
  'exception-consented': () => 'A manager approved the exception',
  'exception-ended': () => 'Exception ended',
  'account-changed': ({ disabled }) =>
    disabled === undefined ? 'Account changed' : disabled === true ? 'Sign-in disabled' : 'Sign-in enabled',
  'account-created': ({ email, role }) => `Account created: ${text(email)} (${text(role)})`,
  'findings-deleted': (detail) => `Findings and subjects of ${count(detail['count'])} messages were deleted`,
  'records-deleted': (detail) => `Records of ${count(detail['count'])} messages were deleted`,
  'reveal-reasons-deleted': (detail) => `${count(detail['count'])} reasons for revealing content were deleted`,
  'audit-deleted': ({ events, upTo }) =>
    `${count(events)} events of the audit log were deleted, up to number ${count(upTo)}`,
  'hold-placed': ({ kind }) => `Legal hold placed (${text(kind)})`,
  'hold-ended': () => 'Legal hold ended',
  'events-repeated': ({ output, after }) => `Events after number ${count(after)} were sent to ${text(output)} again`,
  'policy-put': ({ version }) => `In force: ${policyWords(version)}`,
  'policy-proposed': ({ version }) => `Proposed: ${policyWords(version)}`,
  'policy-withdrawn': () => 'A proposed policy change was withdrawn',
  'policy-draft-discarded': () => 'The draft of the policy was discarded',
  'district-changed': ({ policy, clauses }) =>
    `Details of the district changed: ${policy === true ? `a written policy with ${count(clauses)} clauses` : 'no written policy'}`,
  'configuration-reloaded': () => 'The configuration was reloaded',
  'configuration-refused': ({ code }) => `A changed configuration was refused (${text(code)})`,
  'keys-rotated': ({ key }) => `Everything was encrypted with the key ${text(key)}`,
  retention: ({ days }) => `Message content of ${count(days)} day${count(days) === 1 ? '' : 's'} was deleted`,
};

/** The text of an event. An unknown event is shown by its name. */
export function eventWords(event: string, detail: Detail): string {
  return words[event]?.(detail) ?? plain(event).replace(/^./, (letter) => letter.toUpperCase());
}

function plain(id: string): string {
  return id.replace(/[._/:-]+/g, ' ').trim();
}
