/** What was found, as reviewers read it: titles of codes, and the one line that says what a held message would do. */

interface CodeWords {
  /** Of one finding: `Home address beside a student’s name`. */
  readonly title: string;
  /** In the headline; students is 0 where none is known. */
  readonly headline: (students: number, findings: number) => string;
}

const ofStudents = (one: string, many: string) => (students: number) =>
  students === 1 ? `1 student’s ${one}` : `${students === 0 ? '' : `${students} `}students’ ${many}`.trim();
const some = (words: string) => () => words;

const byCode: Readonly<Record<string, CodeWords>> = {
  'student-pii.home-address': {
    title: 'Home address beside a student’s name',
    headline: ofStudents('home address', 'home addresses'),
  },
  'student-pii.phone': {
    title: 'Phone number beside a student’s name',
    headline: ofStudents('phone number', 'phone numbers'),
  },
  'student-pii.family-name': {
    title: 'Family member beside a student’s name',
    headline: ofStudents('family members', 'family members'),
  },
  'student-pii.location': { title: 'Where a student can be found', headline: ofStudents('whereabouts', 'whereabouts') },
  'student-email.single-family': {
    title: 'A family’s e-mail address shown to others',
    headline: some('A family’s e-mail addresses'),
  },
  'student-email.several-families': {
    title: 'Families’ e-mail addresses shown to each other',
    headline: some('E-mail addresses of several families'),
  },
  'student-image.restricted': {
    title: 'A picture of a student with a media restriction',
    headline: (students) =>
      students > 1
        ? `Pictures of ${students} students with a media restriction`
        : 'A picture of a student with a media restriction',
  },
  'student-image.named': {
    title: 'A picture named after a student',
    headline: (students) =>
      students > 1 ? `Pictures named after ${students} students` : 'A picture named after a student',
  },
  'student-image.many': { title: 'Many pictures in one message', headline: some('Many pictures') },
  'student-image.words': {
    title: 'A picture that is said to show students',
    headline: some('Pictures that are said to show students'),
  },
  'credentials.password': { title: 'A password given away', headline: some('A password') },
  'credentials.pin': { title: 'A PIN given away', headline: some('A PIN') },
  'credentials.security-answer': { title: 'A security answer given away', headline: some('A security answer') },
  'harassment.insult': { title: 'Words that demean a person', headline: some('Words that demean a person') },
  'harassment.slur': { title: 'Words that disparage a group', headline: some('Words that disparage a group') },
  'harassment.intimidation': { title: 'Words that intimidate the reader', headline: some('Intimidating words') },
  'threat.harm': { title: 'A threat of harm', headline: some('A threat of harm') },
  'sexual.remark': { title: 'A sexually oriented remark', headline: some('A sexually oriented remark') },
  'profanity.plain': { title: 'A profane word', headline: some('Profane words') },
  'profanity.disguised': { title: 'A disguised profane word', headline: some('Disguised profane words') },
  'solicitation.for-sale': { title: 'An offer to sell or buy privately', headline: some('A private sale') },
  'solicitation.side-business': { title: 'An offer of a private business', headline: some('A private business') },
  'solicitation.outside-organisation': {
    title: 'An appeal for an outside organisation',
    headline: some('An appeal for an outside organisation'),
  },
  'political.campaign': { title: 'Campaign matter', headline: some('Campaign matter') },
  'listserv.personal': { title: 'Personal mail to a mailing list', headline: some('Personal mail') },
  'listserv.campaign': { title: 'Campaign matter to a mailing list', headline: some('Campaign matter') },
  'listserv.unapproved-sender': {
    title: 'A sender who is not approved for the list',
    headline: some('Mail from somebody who is not approved for the list'),
  },
  'listserv.outside-crowd': { title: 'Mail to a crowd outside the district', headline: some('One mail for a crowd') },
};
const byFamily: Readonly<Record<string, CodeWords>> = {
  'student-pii': { title: 'Personal data of a student', headline: ofStudents('personal data', 'personal data') },
  'student-record': {
    title: 'A student’s confidential record',
    headline: ofStudents('confidential record', 'confidential records'),
  },
  'student-email': { title: 'E-mail address of a family', headline: some('E-mail addresses of families') },
  credentials: { title: 'A secret given away', headline: some('A secret') },
  threat: { title: 'A threat', headline: some('A threat') },
  thread: { title: 'Many replies to everyone', headline: some('A reply to everyone, like many before it') },
};
/** By `unread.*` and `scan.*`, or their families. */
const unchecked: Readonly<Record<string, string>> = {
  'unread.encrypted': 'An encrypted attachment',
  'unread.damaged': 'A damaged attachment',
  'unread.image': 'A picture that was not read',
  unread: 'An attachment that could not be read',
  'scan.poison': 'A message that could not be checked',
  scan: 'A message that could not be checked completely',
};

const familyOf = (code: string): string => code.slice(0, Math.max(0, code.indexOf('.'))) || code;
const plain = (id: string): string => id.replace(/[._/:-]+/g, ' ').trim();

/** Of any code: those of a district's own detectors get their own name back in plain letters. */
export function codeTitle(code: string): string {
  const known = byCode[code] ?? byFamily[familyOf(code)];
  if (known) return known.title;
  const words = unchecked[code] ?? unchecked[familyOf(code)] ?? plain(code);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function detectorTitle(id: string): string {
  return detectorTitles[id] ?? plain(id).replace(/^./, (letter) => letter.toUpperCase());
}
const detectorTitles: Readonly<Record<string, string>> = {
  'student-pii': 'Student data',
  'student-email': 'Families’ addresses',
  'student-record': 'Student records',
  'student-image': 'Pictures of students',
  credentials: 'Passwords',
  listserv: 'Mailing lists',
};

export interface Consequence {
  readonly found: readonly { readonly code: string; readonly findings: number; readonly students: number }[];
  readonly codes: readonly string[];
  readonly reaches: readonly string[];
}

/** `34 students’ home addresses to printco.example`: what a held message would do, without a word of it. */
export function headlineOf({ found, codes, reaches }: Consequence): string {
  const [first, ...others] = found;
  const what = first ? foundWords(first) : codeTitle(codes[0] ?? 'scan.unknown');
  const also = others.some(({ code }) => familyOf(code) !== familyOf(first?.code ?? '')) ? ' and more' : '';
  const [to, ...further] = reaches;
  const whom = to === undefined ? '' : ` to ${to}${further.length > 0 ? ` and ${further.length} more` : ''}`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${also}${whom}`;
}

function foundWords({ code, students, findings }: Consequence['found'][number]): string {
  const known = byCode[code] ?? byFamily[familyOf(code)];
  return known ? known.headline(students, findings) : codeTitle(code);
}

/** Why a part was not read, for whoever wonders what to do with it. */
export function unreadWords(reason: string): string {
  return unreadReasons[reason] ?? 'It was not read.';
}
const unreadReasons: Readonly<Record<string, string>> = {
  unsupported: 'No reader here knows this kind of file: open it yourself before you release it.',
  image: 'A picture: its text was not read.',
  encrypted: 'It is encrypted, so nobody could look inside. Ask the sender what it holds.',
  damaged: 'It is damaged, so it could not be read as a whole.',
  'too-deep': 'It lies in too many files within files.',
  'too-big': 'It is too big to be read as a whole.',
  'too-many': 'The message has more parts than are read.',
  'too-slow': 'Reading it took too long.',
};
