/** Second line of defence of the logs: removes content from a finished log line that should not have reached it. */

/** Fields whose values are never printed unless they are numbers or booleans: content, people, secrets, foreign error texts. */
const hiddenFields = new Set(
  [
    ['text', 'html', 'body', 'raw', 'content', 'subject', 'excerpt', 'masked', 'evidence', 'filename'],
    ['sender', 'recipient', 'recipients', 'cc', 'bcc', 'address', 'addresses', 'mailbox', 'email', 'emails'],
    [
      'name',
      'givenname',
      'familyname',
      'middlename',
      'phone',
      'phones',
      'student',
      'students',
      'guardian',
      'guardians',
    ],
    ['password', 'pass', 'secret', 'key', 'token', 'authorization', 'cookie', 'url', 'connectionstring'],
    ['message', 'response', 'detail', 'query', 'parameters', 'input'],
  ].flat(),
);

const addresses = /[^\s@<>"'(),;:/\\[\]]+(?::[^\s@/]*)?@[^\s@<>"'(),;:/\\[\]]+/g;
const longest = 4000;

/** A copy fit for the log: fields that hold content are hidden, addresses within texts are replaced, long texts cut. */
export function scrub(value: unknown): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (Array.isArray(value)) return value.map((entry) => scrub(entry));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [scrubText(key), isHidden(key, entry) ? '[hidden]' : scrub(entry)]),
  );
}

function isHidden(key: string, value: unknown): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return false;
  return hiddenFields.has(key.toLowerCase());
}

function scrubText(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.includes('@') ? short.replace(addresses, '[address]') : short;
}
