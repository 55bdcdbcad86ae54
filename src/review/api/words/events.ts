/** The record in words: what each event says happened, for the history of a message and the record of all. */

type Detail = Readonly<Record<string, unknown>>;

const count = (value: unknown): number => (Array.isArray(value) ? value.length : Number(value ?? 0));
const people = (n: number): string => `${n} recipient${n === 1 ? '' : 's'}`;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : '');

const choices: Readonly<Record<string, string>> = {
  release: 'Release',
  reject: 'Return',
  return: 'Return for correction',
  'release-agreed': 'Agreement to release',
};
const notices: Readonly<Record<string, string>> = {
  warn: 'The sender was asked to check it',
  'quarantine-held': 'The sender was told that it is held',
  'security-copy': 'Security was told that it is held',
  released: 'The sender was told that it was delivered',
  rejected: 'The sender was told that it comes back',
  returned: 'The sender was asked to correct it',
  expired: 'The sender was told that the time is up',
  'appeal-answered': 'The answer went to the sender',
  'policy-bounce': 'The sender was told that it comes back',
  delay: 'The sender was told that delivery is late',
};
const verdicts: Readonly<Record<string, string>> = {
  deliver: 'Checked: nothing holds it',
  warn: 'Checked: its sender is asked first',
  quarantine: 'Checked: held for review',
  bounce: 'Checked: returned to its sender',
};

const words: Readonly<Record<string, (detail: Detail) => string>> = {
  'raw-read': () => 'The message was downloaded as it arrived',
  received: ({ recipients }) => `Received for ${people(count(recipients))}`,
  verdict: ({ action, why, exceptions }) =>
    `${verdicts[String(action)] ?? `Checked: ${String(action)}`}${why === undefined ? '' : ` (${text(why)})`}${exceptions ? ', by an exception' : ''}`,
  'scan-retry': () => 'The check did not end; it is tried again',
  'body-altered': () => 'Set aside: what is stored is not what was received',
  notice: ({ notice }) => notices[String(notice)] ?? `A notice was sent (${plain(String(notice))})`,
  send: () => 'The sender sends it as it is',
  cancel: () => 'The sender does not send it',
  release: ({ recipients }) =>
    recipients === undefined ? 'Released to all recipients' : `Released to ${people(count(recipients))}`,
  reject: () => 'Returned to the sender',
  return: () => 'Returned to the sender for correction',
  bounce: () => 'The time is up: returned to the sender',
  deliver: () => 'The time is up: sent as it is',
  delivered: ({ recipients, remote }) =>
    `Accepted by ${text(remote) || 'the next hop'} for ${people(count(recipients))}`,
  failed: ({ recipients, statuses }) => `Refused for ${people(count(recipients))} (${list(statuses)})`,
  deferred: ({ recipients, statuses }) => `Put off for ${people(count(recipients))} (${list(statuses)})`,
  withheld: ({ recipients }) => `Not sent to ${people(count(recipients))}`,
  released: () => 'Released: the next hop has it',
  'release-agreed': ({ given, needed }) =>
    given === undefined ? 'Agreed to a release' : `Agreed to a release (${count(given)} of ${count(needed)} people)`,
  decided: ({ choice, recipients }) =>
    `Decided: ${(choices[String(choice)] ?? String(choice)).toLowerCase()}${recipients === undefined ? '' : ` to ${people(count(recipients))}`}`,
  undone: ({ choice }) => `Taken back: ${(choices[String(choice)] ?? String(choice)).toLowerCase()}`,
  claimed: () => 'Taken for review',
  unclaimed: () => 'Given back to the queue',
  assigned: ({ to }) => `Given to ${String(to)}`,
  escalated: () => 'Escalated',
  noted: () => 'A note was added',
  revealed: () => 'The content was revealed, with a reason',
  'revealed-read': () => 'The revealed content was read again',
  judged: ({ finding, findings, judgement }) => {
    const [which, was, as] = Array.isArray(findings)
      ? [`${findings.length} findings`, 'were', judgement === 'confirmed' ? 'right' : 'false alarms']
      : [`Finding ${count(finding) + 1}`, 'was', judgement === 'confirmed' ? 'right' : 'a false alarm'];
    return judgement === null ? `${which}: the judgement was taken back` : `${which} ${was} marked as ${as}`;
  },
  appealed: () => 'The sender asks to be heard',
  'appeal-answered': () => 'The sender’s appeal was answered',
  'exception-ended': () => 'An exception was ended',
  retention: ({ days }) => `Bodies of ${count(days)} day${count(days) === 1 ? '' : 's'} were deleted`,
};

/** Total: an event that is not known here is called by its name. */
export function eventWords(event: string, detail: Detail): string {
  return words[event]?.(detail) ?? plain(event).replace(/^./, (letter) => letter.toUpperCase());
}

function plain(id: string): string {
  return id.replace(/[._/:-]+/g, ' ').trim();
}
