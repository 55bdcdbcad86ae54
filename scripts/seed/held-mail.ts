/** Synthetic held messages by number: the same number gives the same message, of invented people at example domains. */
import type { Finding } from '../../detectors/detector.ts';
import type { DecisionInput } from '../../src/decide/verdict.ts';
import { family, given, kinds, partners, schools, type Kind } from './kinds.ts';

export interface SyntheticMail {
  /** Messages of one variant have the same content, so that the policy decides equally. */
  readonly variant: number;
  readonly sender: string;
  readonly fromName: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly raw: Buffer;
  readonly schools: readonly string[];
  readonly findings: readonly (Finding & { readonly detector: string })[];
  readonly facts: DecisionInput['recipients'];
}

/** Kinds, repeated by their weight. */
const drawn = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
/** Number of different texts; each is used by many senders, for other recipients and another class. */
const variants = 4000;

interface Variant {
  readonly kind: Kind;
  readonly recipients: number;
  readonly lines: readonly string[];
  readonly findings: SyntheticMail['findings'];
}
const prepared = new Map<number, Variant>();

/** The text of a message: the same number gives the same text. */
function variantOf(at: number): Variant {
  const known = prepared.get(at);
  if (known) return known;
  const random = generator(at);
  const pick = pickWith(random);
  const kind = pick(drawn);
  const isStudentData = kind.code.startsWith('student-');
  const students = isStudentData ? 1 + Math.floor(random() ** 8 * 40) : 1;
  const lines: string[] = ['Hello,', ''];
  const findings: (Finding & { detector: string })[] = [];
  for (let i = 0; i < students; i += 1) {
    const id = Math.floor(random() * 20_000);
    const name = `${given[id % given.length]} ${family[Math.floor(id / given.length) % family.length]}`;
    const { text, evidence } = kind.line(name, pick, id);
    const start = lines.join('\n').length + 1 + text.indexOf(evidence);
    lines.push(text);
    findings.push({
      code: kind.code,
      detector: kind.code.slice(0, kind.code.indexOf('.')),
      part: '1',
      start,
      end: start + evidence.length,
      score: Math.round((0.6 + 0.39 * random()) * 100) / 100,
      because: [{ rule: kind.reason }],
      masked: kind.masked,
      ...(isStudentData && { subject: { id: `s-${id}`, name } }),
    });
  }
  const recipients = random() < 0.7 ? 1 : 2 + Math.floor(random() ** 3 * 39);
  const variant = { kind, recipients, lines, findings };
  prepared.set(at, variant);
  return variant;
}

/** Usually one recipient, at most forty. */
export function heldMail(n: number): SyntheticMail {
  const { kind, recipients: count, lines, findings } = variantOf(n % variants);
  const pick = pickWith(generator(n + 1_000_003));
  const [senderGiven, senderFamily] = [pick(given), pick(family)];
  const sender = `${senderGiven}.${senderFamily}@school.example`.toLowerCase();
  const school = pick(schools);
  const recipients = Array.from({ length: count }, () =>
    `${pick(given)}.${pick(family)}@${pick(partners)}`.toLowerCase(),
  );
  const more = pick(['', '', 'again', 'corrected', 'room']);
  const subject = `${kind.subject} ${more === 'room' ? `room ${100 + (n % 200)}` : more}`.trim();
  const header = [
    `From: ${senderGiven} ${senderFamily} <${sender}>`,
    `To: ${recipients.join(',\r\n ')}`,
    `Subject: ${subject}`,
    `Message-ID: <seed-${n}@school.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return {
    variant: n % variants,
    sender,
    fromName: `${senderGiven} ${senderFamily}`,
    recipients,
    subject,
    raw: Buffer.from([...header, '', ...lines, '', 'Kind regards', senderGiven, ''].join('\r\n')),
    schools: [school],
    findings,
    facts: recipients.map((address) => ({ address, inside: false, entitledTo: [] })),
  };
}

function pickWith(random: () => number) {
  return <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
}

/** Mulberry32: small, with the same results on every machine. */
function generator(seed: number): () => number {
  let state = (Math.imul(seed, 0x85ebca6b) + 0x9e3779b9) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
