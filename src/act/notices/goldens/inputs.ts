/** The inputs of the golden notices: one invented message for each kind, of invented people. */
import type { ClauseRef, Verdict } from '../../../decide/verdict.ts';
import type { NoticeContext, NoticeFinding, NoticeInput, NoticeSettings } from '../notice.ts';

const clause: ClauseRef = {
  id: 'student-data',
  policy: 'Administrative policy 6.34',
  number: '(2)(b)6',
  text: 'Staff do not send names of students together with what locates them to anyone who has no right to know it.',
};

const longClause: ClauseRef = {
  id: 'records',
  policy: 'Board policy 4226',
  number: 'section 3',
  text: 'Records of students are kept in confidence. They are shown to the parents of the student, to the student, and to staff who need them for their work with the student; to others only where the parents have agreed in writing or the law asks for it. Whoever is in doubt asks the office of records before sending.',
};

export const settings: NoticeSettings = {
  hostname: 'gateway.maple.example',
  districtName: 'Maple Grove Schools',
  from: 'hallpass@maple.example',
  contact: 'the help desk (555-0142)',
  security: ['security@maple.example', 'records@maple.example'],
  schools: [{ school: 'Lincoln Elementary', security: ['lincoln@school.example'] }],
  languages: ['en'],
  timeZone: 'America/Chicago',
};

const page = 'https://gateway.maple.example/m/AYGVrB5KgHw9jiFdLwybGncBl2';
const bothLanguages: NoticeSettings = { ...settings, languages: ['en', 'es'] };

export const findings: readonly NoticeFinding[] = [
  ...['s1', 's2', 's3'].map((id, index) => ({
    code: 'student-pii.home-address' as const,
    masked: "a street address beside a student's name",
    subject: { id, name: 'invented' },
    shown: {
      place: { in: 'text' as const, table: 1, tables: 1, line: index + 2 },
      line: '████ ████ | ███ ███ ███████████ ███ | ███ ██████',
    },
  })),
  {
    code: 'student-pii.phone',
    masked: "a phone number ending in 42 beside a student's name",
    subject: { id: 's1', name: 'invented' },
    shown: {
      place: { in: 'file', file: 'roster.xlsx', at: 'sheet Grade 5, cell C12' },
      line: '████ ████ | ████ ████████',
    },
  },
  { code: 'listserv.personal', masked: 'not counted: its rule only records' },
];

export const verdict: Verdict = {
  action: 'quarantine',
  monitored: 'quarantine',
  codes: ['student-pii.home-address', 'student-pii.phone'],
  rules: [
    {
      id: 'student-data-outside',
      title: 'Student data to people who may not have it',
      titleEs: 'Datos de estudiantes para personas que no tienen derecho a ellos',
      action: 'quarantine',
      clauses: ['student-data'],
      tell: ['sender', 'security'],
      monitor: false,
      findings: [0, 1, 2, 3],
      recipients: [0],
      students: ['s1', 's2', 's3'],
    },
    {
      id: 'personal-mail',
      title: 'Personal mail to a list',
      action: 'warn',
      clauses: [],
      tell: ['sender'],
      monitor: true,
      findings: [4],
      recipients: [0],
      students: [],
    },
  ],
  clauses: [clause],
  students: 3,
  pack: { name: 'default', hash: '0'.repeat(64) },
  releasers: 1,
};

export const context: NoticeContext = {
  settings,
  messageId: '0195ac1e-4a80-7c3d-8e21-5d2f0c9b1a77',
  sender: 'a.moore@maple.example',
  subject: 'Field trip list',
  originalMessageId: '<c41f@mail.maple.example>',
  receivedAt: new Date('2026-03-03T21:15:00Z'),
  at: new Date('2026-03-03T21:15:02Z'),
  recipients: [
    { address: 'orders@printco.example', orcpt: 'rfc822;Orders+maple@printco.example' },
    { address: 'office@busline.example' },
  ],
  envid: 'QQ314159',
  verdict,
  findings,
};

const originalHeader = Buffer.from(
  [
    'Received: from mail.maple.example (mail.maple.example [192.0.2.10])',
    '\tby gateway.maple.example with ESMTPS; Tue, 03 Mar 2026 21:15:00 +0000',
    'From: Avery Moore <a.moore@maple.example>',
    'To: orders@printco.example, office@busline.example',
    'Subject: Field trip list',
    'Message-ID: <c41f@mail.maple.example>',
    'Date: Tue, 03 Mar 2026 15:14:58 -0600',
    '',
  ].join('\r\n'),
);

const deliveryContext: NoticeContext = {
  settings,
  messageId: context.messageId,
  sender: context.sender,
  subject: context.subject,
  originalMessageId: '<c41f@mail.maple.example>',
  receivedAt: context.receivedAt,
  at: new Date('2026-03-04T01:15:02Z'),
  recipients: [{ address: 'orders@printco.example', orcpt: 'rfc822;Orders+maple@printco.example' }],
  envid: 'QQ314159',
};

const outcome = {
  address: 'orders@printco.example',
  orcpt: 'rfc822;Orders+maple@printco.example',
  remoteMta: 'mx1.printco.example',
  lastAttemptAt: new Date('2026-03-04T01:15:00Z'),
};

const deadline = new Date('2026-03-06T21:15:00Z');
const inTwoWeeks = new Date('2026-03-17T21:15:00Z');
const link = 'https://mail.maple.example/w/AQGVrB5KgHw9jiFdLwybGncAaauY1D0w3p7kq2m9Zs4tVnXbYcRfGhJkLmNoPqRsTuVwXyZ0';

/** By the name of the golden file. */
export const goldenInputs: Readonly<Record<string, NoticeInput>> = {
  warn: { ...context, kind: 'warn', link, deadline, onExpiry: 'bounce' },
  'warn-es': {
    ...context,
    settings: bothLanguages,
    language: 'es',
    page,
    verdict: { ...verdict, clauses: [clause, longClause] },
    kind: 'warn',
    link,
    deadline,
    onExpiry: 'deliver',
  },
  'quarantine-held': { ...context, kind: 'quarantine-held', deadline: inTwoWeeks },
  'security-copy': {
    ...context,
    kind: 'security-copy',
    to: settings.security,
    deadline: inTwoWeeks,
    link: `https://mail.maple.example/messages/${context.messageId}`,
  },
  ...Object.fromEntries(
    (['escalated', 'assigned', 'exception-consent', 'exception-used'] as const).map((topic) => [
      `for-reviewers-${topic}`,
      {
        ...context,
        settings: bothLanguages,
        language: 'es',
        page,
        kind: 'for-reviewers' as const,
        topic,
        to: ['mia.ortiz@maple.example'],
        by: 'Ben Hale',
        link: 'https://mail.maple.example/policy#exceptions',
      },
    ]),
  ),
  released: { ...context, kind: 'released', reviewerWords: 'Approved by the records office.' },
  rejected: {
    ...context,
    kind: 'rejected',
    reviewerWords: 'Please leave out the home addresses:\nthe bus line needs the number of students only.',
    originalHeader,
  },
  'quarantine-held-es': {
    ...context,
    settings: bothLanguages,
    language: 'es',
    page,
    kind: 'quarantine-held',
    deadline: inTwoWeeks,
    link: link.replace('/w/', '/a/'),
  },
  'released-to-some-es': {
    ...context,
    settings: bothLanguages,
    language: 'es',
    page,
    recipients: context.recipients.slice(0, 1),
    kind: 'released',
    withheld: ['office@busline.example'],
  },
  'returned-es': {
    ...context,
    settings: bothLanguages,
    language: 'es',
    page,
    kind: 'returned',
    reviewerWords: 'Please take the column with the phone numbers out.',
    originalHeader,
  },
  'copy-sent': { ...context, kind: 'copy-sent', reviewerWords: 'The printer needs the names only.' },
  'copy-sent-es': { ...context, settings: bothLanguages, language: 'es', page, kind: 'copy-sent', reviewerWords: '' },
  'appeal-answered-es': {
    ...context,
    settings: bothLanguages,
    language: 'es',
    page,
    kind: 'appeal-answered',
    reviewerWords: 'The printer needs names only. Please send it without the addresses.',
  },
  'expired-warn': {
    ...context,
    at: deadline,
    kind: 'expired',
    heldAs: 'warn',
    deadline,
    outcome: 'returned',
    originalHeader,
  },
  'expired-warn-delivered': {
    ...context,
    at: deadline,
    kind: 'expired',
    heldAs: 'warn',
    deadline,
    outcome: 'delivered',
    originalHeader,
  },
  'expired-quarantine-es': {
    ...context,
    settings: bothLanguages,
    language: 'es',
    page,
    at: inTwoWeeks,
    kind: 'expired',
    heldAs: 'quarantine',
    deadline: inTwoWeeks,
    outcome: 'returned',
    originalHeader,
  },
  'policy-bounce': { ...context, kind: 'policy-bounce', originalHeader },
  delay: {
    ...deliveryContext,
    kind: 'delay',
    outcomes: [{ ...outcome, status: '4.2.1', reply: '450 4.2.1 Mailbox busy, try again later' }],
    willRetryUntil: deadline,
    originalHeader,
  },
  failure: {
    ...deliveryContext,
    kind: 'failure',
    outcomes: [{ ...outcome, status: '5.1.1', reply: '550 5.1.1 No such user here' }],
    originalHeader,
  },
  'failure-smtputf8': {
    ...deliveryContext,
    settings: bothLanguages,
    language: 'es',
    page,
    sender: 'josé@maple.example',
    subject: 'Excursión del 5º grado',
    recipients: [{ address: 'nuñez@imprenta.example', orcpt: 'utf-8;nu\\x{F1}ez@imprenta.example' }],
    kind: 'failure',
    outcomes: [
      {
        address: 'nuñez@imprenta.example',
        orcpt: 'utf-8;nu\\x{F1}ez@imprenta.example',
        remoteMta: 'mx.imprenta.example',
        status: '5.2.2',
        reply: '552 5.2.2 Buzón lleno',
      },
    ],
    originalHeader: Buffer.from('From: josé@maple.example\r\nSubject: Excursión del 5º grado\r\n'),
  },
  success: {
    ...deliveryContext,
    kind: 'success',
    action: 'relayed',
    outcomes: [{ ...outcome, status: '2.0.0', reply: '250 2.0.0 Ok: queued as 4F1A' }],
    originalHeader,
  },
};
