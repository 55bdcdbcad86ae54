/** Synthetic held messages by number: the same number gives the same message, of invented people at example domains. */
import type { Finding } from '../../detectors/detector.ts';
import type { DecisionInput } from '../../src/decide/verdict.ts';

export interface SyntheticMail {
  readonly sender: string;
  readonly fromName: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly raw: Buffer;
  readonly schools: readonly string[];
  readonly findings: readonly (Finding & { readonly detector: string })[];
  readonly facts: DecisionInput['recipients'];
}

const given =
  'Ana Ben Chloe Diego Elena Farah Grace Hugo Imani Jonas Kira Liam Maya Noor Omar Priya Quinn Rosa Samir Tessa Uma Victor Wren Ximena Yusuf Zoe Amara Bao Carmen Dmitri'.split(
    ' ',
  );
const family =
  'Abara Brandt Castillo Dahl Eriksen Fuentes Gupta Haddad Iverson Jimenez Kowalski Lindgren Moua Nguyen Okafor Petrov Quispe Reyes Sandoval Thao Underwood Vang Whitcomb Xiong Yilmaz Zeller Ortiz Moore Lund Hale'.split(
    ' ',
  );
const schools = [
  'Oak Hill Elementary School',
  'Elm Street Middle School',
  'Maple Valley High School',
  'Lincoln Elementary School',
  'Riverside Middle School',
  'North Shore High School',
];
const streets = 'Willow Creek Road,Harbor Avenue,Juniper Court,Quarry Road,Prairie Lane,Mill Street'.split(',');
const partners =
  'printco.example,photoday.example,busline.example,campgrove.example,yearbooks.example,museum.example'.split(',');

interface Kind {
  readonly code: `${string}.${string}`;
  readonly subject: string;
  readonly masked: string;
  readonly reason: string;
  readonly line: (
    student: string,
    pick: (list: readonly string[]) => string,
    n: number,
  ) => { text: string; evidence: string };
}

const kinds: readonly Kind[] = [
  {
    code: 'student-pii.home-address',
    subject: 'Class list for the name tags',
    masked: "a street address beside a student's name",
    reason: 'roster-name:full',
    line: (student, pick, n) => {
      const evidence = `${100 + (n % 8900)} ${pick(streets)}`;
      return { text: `${student}, ${evidence}`, evidence };
    },
  },
  {
    code: 'student-pii.phone',
    subject: 'Phone numbers for the field trip',
    masked: "a phone number beside a student's name",
    reason: 'roster-name:full',
    line: (student, _pick, n) => {
      const evidence = `(262) 555-01${String(n % 100).padStart(2, '0')}`;
      return { text: `${student} can be reached at ${evidence}`, evidence };
    },
  },
  {
    code: 'student-record.special-education',
    subject: 'Support for the new tutor',
    masked: "special education beside a student's name",
    reason: 'plan',
    line: (student) => ({ text: `${student} has an IEP since spring`, evidence: 'has an IEP' }),
  },
  {
    code: 'harassment.insult',
    subject: 'About the schedule',
    masked: 'words that demean a person',
    reason: 'harassment.insult/model',
    line: () => ({ text: 'You are a complete fool, and everybody says so', evidence: 'a complete fool' }),
  },
  {
    code: 'threat.harm',
    subject: 'Last warning',
    masked: 'words that threaten harm',
    reason: 'threat.harm/model',
    line: () => ({ text: 'You will be sorry when I find you', evidence: 'You will be sorry' }),
  },
  {
    code: 'credentials.password',
    subject: 'Login for the sub',
    masked: 'a password',
    reason: 'label:named',
    line: (_student, _pick, n) => ({
      text: `The password is kayak-${n % 1000}-green`,
      evidence: `kayak-${n % 1000}-green`,
    }),
  },
];
/** How often each kind comes: student data most of all. */
const weights = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5];

export function heldMail(n: number): SyntheticMail {
  const random = generator(n);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const kind = kinds[pick(weights)]!;
  const isStudentData = kind.code.startsWith('student-');
  const [senderGiven, senderFamily] = [pick(given), pick(family)];
  const sender = `${senderGiven}.${senderFamily}@school.example`.toLowerCase();
  const school = pick(schools);
  const recipients = Array.from({ length: random() < 0.7 ? 1 : 2 + Math.floor(random() * 4) }, () =>
    `${pick(given)}.${pick(family)}@${pick(partners)}`.toLowerCase(),
  );
  const subject =
    `${kind.subject} ${pick(['', '', 'again', 'corrected', `room ${100 + Math.floor(random() * 200)}`])}`.trim();
  const students = isStudentData ? 1 + Math.floor(random() ** 4 * 40) : 0;
  const lines: string[] = ['Hello,', ''];
  const findings: (Finding & { detector: string })[] = [];
  for (let i = 0; i < Math.max(1, students); i += 1) {
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
  lines.push('', 'Kind regards', senderGiven);
  const header = [
    `From: ${senderGiven} ${senderFamily} <${sender}>`,
    `To: ${recipients.join(', ')}`,
    `Subject: ${subject}`,
    `Message-ID: <seed-${n}@school.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return {
    sender,
    fromName: `${senderGiven} ${senderFamily}`,
    recipients,
    subject,
    raw: Buffer.from([...header, '', ...lines, ''].join('\r\n')),
    schools: [school],
    findings,
    facts: recipients.map((address) => ({ address, inside: false, entitledTo: [] })),
  };
}

/** Mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = (seed + 0x9e3779b9) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
