/** The topics of the synthetic held messages: invented people and places, and a line of text for each kind of finding. */

type Pick = (list: readonly string[]) => string;

export interface Kind {
  readonly code: `${string}.${string}`;
  readonly subject: string;
  readonly masked: string;
  readonly reason: string;
  /** Relative frequency. */
  readonly weight: number;
  readonly line: (student: string, pick: Pick, n: number) => { text: string; evidence: string };
}

const words = (text: string): string[] => text.trim().split(/\s+/);

export const given = words(
  'Ana Ben Chloe Diego Elena Farah Grace Hugo Imani Jonas Kira Liam Maya Noor Omar Priya Quinn Rosa Samir Tessa Uma Victor Wren Ximena Yusuf Zoe Amara Bao Carmen Dmitri',
);
export const family = words(
  'Abara Brandt Castillo Dahl Eriksen Fuentes Gupta Haddad Iverson Jimenez Kowalski Lindgren Moua Nguyen Okafor Petrov Quispe Reyes Sandoval Thao Underwood Vang Whitcomb Xiong Yilmaz Zeller Ortiz Moore Lund Hale',
);
/** Thirty-six, the typical number for a district of 20,000 students. */
export const schools = [
  ...['Oak Hill', 'Lincoln', 'Prairie View', 'Cedar Grove', 'Lakeside', 'Willow Creek', 'Sunnyside', 'Jefferson'],
  ...['Harbor', 'Pine Ridge', 'Meadow', 'Birch Lane', 'Washington', 'Quarry Road', 'Fox River', 'Highland'],
  ...['Stone Bridge', 'Orchard', 'Franklin', 'Spring Valley', 'Garfield', 'Eastview'],
]
  .map((name) => `${name} Elementary School`)
  .concat(
    ['Elm Street', 'Riverside', 'Northgate', 'Sterling', 'Parkway', 'Roosevelt', 'West Lake', 'Juniper'].map(
      (name) => `${name} Middle School`,
    ),
    ['Maple Valley', 'North Shore', 'Central', 'South Ridge', 'Madison', 'Tech'].map((name) => `${name} High School`),
  );
const streets = 'Willow Creek Road,Harbor Avenue,Juniper Court,Quarry Road,Prairie Lane,Mill Street'.split(',');
export const partners = words(
  'printco.example photoday.example busline.example campgrove.example yearbooks.example museum.example tutoring.example clinic.example tickets.example sportswear.example',
);

const plain = (text: string, evidence: string) => () => ({ text, evidence });

export const kinds: readonly Kind[] = [
  {
    code: 'student-pii.home-address',
    subject: 'Class list for the name tags',
    masked: "a street address beside a student's name",
    reason: 'roster-name:full',
    weight: 6,
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
    weight: 4,
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
    weight: 3,
    line: (student) => ({ text: `${student} has an IEP since spring`, evidence: 'has an IEP' }),
  },
  {
    code: 'student-record.health',
    subject: 'Allergies for the camp',
    masked: "health beside a student's name",
    reason: 'allergy',
    weight: 2,
    line: (student) => ({ text: `${student} carries an inhaler for asthma`, evidence: 'asthma' }),
  },
  {
    code: 'harassment.insult',
    subject: 'About the schedule',
    masked: 'words that demean a person',
    reason: 'harassment.insult/model',
    weight: 2,
    line: plain('You are a complete fool, and everybody says so', 'a complete fool'),
  },
  {
    code: 'threat.harm',
    subject: 'Last warning',
    masked: 'words that threaten harm',
    reason: 'threat.harm/model',
    weight: 1,
    line: plain('You will be sorry when I find you', 'You will be sorry'),
  },
  {
    code: 'credentials.password',
    subject: 'Login for the sub',
    masked: 'a password',
    reason: 'label:named',
    weight: 1,
    line: (_student, _pick, n) => {
      const evidence = `kayak-${n % 1000}-green`;
      return { text: `The password is ${evidence}`, evidence };
    },
  },
  {
    code: 'solicitation.for-sale',
    subject: 'Moving sale this weekend',
    masked: 'something for sale',
    reason: 'offer',
    weight: 2,
    line: plain('My oak table is for sale, 80 dollars or best offer', 'for sale'),
  },
  {
    code: 'political.campaign',
    subject: 'Before Tuesday',
    masked: 'words for a candidate',
    reason: 'vote',
    weight: 1,
    line: plain('Please vote for my neighbour on Tuesday', 'vote for'),
  },
  {
    code: 'profanity.plain',
    subject: 'The copier again',
    masked: 'a swear word',
    reason: 'word',
    weight: 1,
    line: plain('The damn copier ate my handouts', 'damn'),
  },
];
