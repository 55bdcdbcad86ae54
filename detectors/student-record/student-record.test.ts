/** What counts as a student's record: sentences of many kinds with and without a roster, and the talk that must pass. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { fixtureDirectory } from '../../test/harness/detector-fixtures.ts';
import type { DirectoryLookup, ExtractedMessage, ExtractedPart, Finding } from '../detector.ts';
import detector from './index.ts';
import { isIssued } from './numbers.ts';

interface Mail {
  readonly subject?: string;
  readonly text: string;
  readonly csv?: string;
  readonly roster?: boolean;
}

function findingsIn({ subject = '', text, csv, roster = true }: Mail): readonly Finding[] {
  const directory: DirectoryLookup = fixtureDirectory(roster ? 'maple' : undefined);
  const part = { contentType: 'text/plain', quoted: [], hidden: [] };
  const parts: ExtractedPart[] = [
    { ...part, id: 'subject', kind: 'subject', text: subject },
    { ...part, id: '1', kind: 'body', text },
  ];
  if (csv !== undefined) parts.push({ ...part, id: '2', kind: 'attachment', contentType: 'text/csv', text: csv });
  const message: ExtractedMessage = {
    sender: 'teacher@maple.example',
    from: { name: 'A. Teacher', address: 'teacher@maple.example' },
    to: [{ name: 'Someone', address: 'someone@elsewhere.example' }],
    cc: [],
    replyTo: [],
    subject,
    recipients: [],
    parts,
    unread: [],
  };
  return detector.create(detector.options.parse({}), { directory })(message);
}

const codesIn = (mail: Mail): string[] => [
  ...new Set(findingsIn(mail).map(({ code, subject }) => `${code.split('.')[1]} ${subject?.id ?? subject?.name}`)),
];

describe('finds, of students on the roster,', () => {
  it.each([
    ['Mai See Vang has an IEP for reading.', ['special-education s-101']],
    ['The IEP meeting for Mai See Vang is on Tuesday.', ['special-education s-101']],
    ['vang, mai see - 504 plan, extended time on tests', ['special-education s-101']],
    ['Mai See Vang is on a behavior plan this year.', ['special-education s-101']],
    ['Mai See Vang was evaluated for a specific learning disability.', ['special-education s-101']],
    ['Room 4: Mai See Vang (SLD), Tou Vang (OHI)', ['special-education s-101', 'special-education s-102']],
    ['Mai See Vang está en el grupo. Recibe educación especial desde marzo.', ['special-education s-101']],
    ['Tou Vang got three days OSS for the fight in the lunch room.', ['discipline s-102']],
    ['Between us, Tou Vang was suspended for vaping last week.', ['discipline s-102']],
    ['You should know that Tou Vang has had two office referrals since October.', ['discipline s-102']],
    ['Tou Vang is facing an expulsion hearing.', ['discipline s-102']],
    ['TOU VANG: DETENTION THURSDAY (TARDY x4)', ['discipline s-102', 'grades s-102']],
    ['Tou Vang was caught cheating on the final.', ['discipline s-102']],
    ['I heard Tou Vang got kicked off the team, something about drinking?', ['discipline s-102']],
    ['Amara Okonkwo-Reyes carries an EpiPen for a peanut allergy.', ['health s-103']],
    ['Amara Okonkwo-Reyes had a seizure in gym.', ['health s-103']],
    ['Amara Okonkwo-Reyes was diagnosed with ADHD in June and takes Concerta.', ['health s-103']],
    ['Amara Okonkwo Reyes is pregnant, please be kind.', ['health s-103']],
    ['Please excuse Amara Okonkwo-Reyes. She was hospitalized on Friday.', ['health s-103']],
    ['Amara Okonkwo-Reyes sees a therapist on Wednesdays.', ['health s-103']],
    ['Amara Okonkwo-Reyes needs insulin before lunch.', ['health s-103']],
    ['Amara Okonkwo-Reyes has a concussion and cannot play.', ['health s-103']],
    ['José Peña Solís es alérgico a las nueces.', ['health s-104']],
    ['José Peña Solís is failing algebra.', ['grades s-104']],
    ['José Peña Solís has a 2.1 GPA.', ['grades s-104']],
    ['GPA is 1.87 for José Peña Solís, so no award.', ['grades s-104']],
    ["Jose Pena got 3 F's this term", ['grades s-104']],
    ['José Peña Solís has a D in Spanish, of all things', ['grades s-104']],
    ['José Peña Solís got 41% in chem.', ['grades s-104']],
    ['José Peña Solís reads at a 3rd grade level.', ['grades s-104']],
    ['José Peña Solís scored in the 12th percentile on MAP.', ['grades s-104']],
    ['José Peña Solís: 17 unexcused absences.', ['grades s-104']],
    ['José Peña Solís is habitually truant.', ['grades s-104']],
    ['José Peña Solís is not graduating, 4 credits short.', ['grades s-104']],
    ['The SSN of José Peña Solís is 212-44-0187.', ['ssn s-104']],
    ['José Peña Solís 212-44-0187', ['ssn s-104']],
    ['José Peña Solís, social 212440187, needs a work permit', ['ssn s-104']],
    ['His social is below. José Peña Solís, 000-44-0187', ['ssn s-104']],
    ['WISEid for Mai See Vang: 4102331471', ['student-id s-101']],
    ['Mai See Vang (student ID 300121) cannot log in.', ['student-id s-101']],
    ['Mai See Vang, ID# 300121', ['student-id s-101']],
    [
      'Here are the WISEids.\n\n4102331471, Mai See Vang\n4102330089, Tou Vang',
      ['student-id s-101', 'student-id s-102'],
    ],
    [
      'Libby Whitcomb was suspended for two days. Also, she has an IEP.',
      ['discipline s-105', 'special-education s-105'],
    ],
  ])('%s', (text, expected) => {
    expect(codesIn({ text }).sort()).toEqual([...expected].sort());
  });

  it.each<[string, Mail, string[]]>([
    [
      'the name in the subject',
      { subject: 'Tou Vang', text: 'He was suspended for 3 days in May.' },
      ['discipline s-102'],
    ],
    [
      'the given name in a later sentence',
      { text: 'I teach Mai See Vang.\n\nHonestly, Mai has an IEP and nobody told me.' },
      ['special-education s-101'],
    ],
    [
      'a pronoun in a later sentence',
      { text: 'Tou Vang starts with you on Monday. He has asthma, the inhaler is in his bag.' },
      ['health s-102'],
    ],
    [
      'columns of a csv',
      { text: 'attached', csv: 'Last,First,Disability,GPA\nVang,Mai See,SLD,3.1\nVang,Tou,,2.2\n' },
      ['special-education s-101', 'grades s-101', 'grades s-102'],
    ],
    [
      'numbers in a csv',
      {
        text: 'attached',
        csv: 'Student,WISEid,SSN\n"Vang, Mai See",4102331471,212-44-0187\n"Vang, Tou",4102330089,\n',
      },
      ['student-id s-101', 'ssn s-101', 'student-id s-102'],
    ],
    [
      'a list, each line its own',
      { text: 'Cabin 1\n Mai See Vang    peanut allergy\n Tou Vang    sleepwalks\n José Peña Solís   no pork' },
      ['health s-101', 'health s-102'],
    ],
    [
      'a form',
      { text: 'Student: Mai See Vang   Grade 5\nEligibility: EBD\nMedication: Ritalin, 10 mg at noon' },
      ['special-education s-101', 'health s-101'],
    ],
  ])('%s', (_name, mail, expected) => {
    expect(codesIn(mail).sort()).toEqual([...expected].sort());
  });
});

describe('finds, without a roster,', () => {
  it.each([
    ['My student Katya Brandvold has an IEP.', ['special-education Katya Brandvold']],
    ['Katya Brandvold, 7th grade, was suspended for fighting.', ['discipline Katya Brandvold']],
    ['Student: Katya Brandvold\nAllergies: peanuts, bee stings', ['health Katya Brandvold']],
    ['Katya Brandvold has a behavior plan and an IEP.', ['special-education Katya Brandvold']],
    ['Just so you know, Katya Brandvold is sped and gets a para.', ['special-education Katya Brandvold']],
    ['Katya Brandvold: expelled 2/11', ['discipline Katya Brandvold']],
    ['Is Katya Brandvold eligible? She is a junior with 3 Fs.', ['grades Katya Brandvold']],
  ])('%s', (text, expected) => {
    expect(codesIn({ text, roster: false })).toEqual(expected);
  });

  it('rows of a table by its headings', () => {
    const csv = 'name,disability,minutes\nKatya Brandvold,ASD,120\nOmar Deshmukh,EBD,60\n';
    expect(codesIn({ text: 'attached', csv, roster: false })).toEqual([
      'special-education Katya Brandvold',
      'special-education Omar Deshmukh',
    ]);
  });
});

describe('lets pass', () => {
  it.each([
    'Our IEP software changes on Monday. Case managers, please finish drafts.',
    'Special education law requires a meeting every year.',
    'Three of my students have IEPs, two have inhalers.',
    'Mai V. has an IEP.',
    'Congratulations to Mai See Vang, who made the honor roll!',
    'Mai See Vang won the award for perfect attendance.',
    'Mai See Vang scored 22 points on Friday against Elm.',
    'Mai See Vang will be in 6th grade next year.',
    'Mai See Vang, grade 5, reads the announcements on Monday.',
    'Please welcome Mai See Vang to the chess club.',
    'Mai See Vang - Allergies: none',
    'Student name: Mai See Vang\nMedications: ____________',
    'My surgery is on the 12th; Mai See Vang can borrow the tuba till then.',
    'Report cards go home on Friday. Mai See Vang will hand out the envelopes in the office.',
    'Mr. Haugen was suspended by the board.',
    'Our special education teacher, Dana Holm, retires in June.',
    'The average GPA of the class is 3.1 and attendance is at 94 percent.',
    'The cancer walk is on Saturday. Mai See Vang sings the anthem.',
    'The school nurse needs the immunization records of all 6th graders.',
    'Mai See Vang practices at 262-555-0120, see the flyer.',
    'Mai See Vang has locker 1204 and rides bus 14.',
    'Invoice ID 4410220 for the yearbook of Mai See Vang',
    'Mai See Vang 000-00-0000',
    "Ruby Stone's art about depression won first place.",
    'Yusef Haddad raised $300 for the diabetes walk.',
    'Meet in room 504 with Mai See Vang. See section 8 of the handbook.',
    'Allergy season is here. Mai See Vang drew the poster.',
  ])('%s', (text) => {
    expect(codesIn({ text })).toEqual([]);
  });

  it('the health of the staff, without a roster', () => {
    expect(codesIn({ text: 'Principal Karen Holm was diagnosed with cancer.', roster: false })).toEqual([]);
  });
});

test('numbers that the Social Security Administration never issued', () => {
  const issued = fc.tuple(
    fc.integer({ min: 1, max: 899 }).filter((area) => area !== 666),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 9999 }),
  );
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  fc.assert(
    fc.property(issued, ([area, group, serial]) => {
      const [a, g, s] = [digits(area, 3), digits(group, 2), digits(serial, 4)];
      expect(isIssued(a, g, s)).toBe(!['078051120', '219099999', '123456789', '457555462'].includes(a + g + s));
      expect(isIssued('000', g, s) || isIssued('666', g, s) || isIssued(`9${a.slice(1)}`, g, s)).toBe(false);
      expect(isIssued(a, '00', s) || isIssued(a, g, '0000')).toBe(false);
    }),
  );
});

test('offsets stay inside any text, and nothing of it is shown', () => {
  const piece = fc.constantFrom(
    'Mai See Vang', 'has an IEP', 'SLD', '212-44-0187', 'WISEid', '4102331471', 'suspended', '\n', '\n\n', 'Student:', ',', '\t', '|', 'GPA 2.1', 'he', 'name,gpa', 'epi pen', '.',
  ); // prettier-ignore
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 30 }),
      (pieces) => {
        const text = pieces.join(' ');
        for (const finding of findingsIn({ text })) {
          expect(text.slice(finding.start, finding.end).trim()).not.toBe('');
          expect(finding.masked).not.toMatch(/\d|Vang/);
          expect(JSON.stringify(finding.because)).not.toMatch(/\d{3}|Vang/);
        }
      },
    ),
  );
});
