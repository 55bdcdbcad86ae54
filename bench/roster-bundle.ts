/** Makes a OneRoster 1.1 bundle of any size: invented people, the same for the same seed. */
import { mkdirSync, openSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';

const given = words(
  'Ada Abel Aisha Alma Amir Ana Andre Anya Arlo Asa Ava Axel Bea Ben Bo Cal Cleo Cyrus Dara Dev Dina Eli Ema Esi Ezra Fay Finn Gia Gus Hana Hugo Ida Ike Ines Ira Iris Ivo Jada Jai Jan Joan Jude Kai Kara Kofi Lara Lena Leo Lev Lila Lior Lou Luz Mae Mai Malik Mara Mei Milo Mina Moe Nadia Nell Nico Nils Noor Nora Odin Olga Omar Opal Otis Pau Pax Pia Quin Rae Rafa Remy Rosa Roy Ruth Sade Saul Sia Sol Suki Taj Tess Thea Tia Tova Uma Vera Vito Wes Wren Yara Yusuf Zeke Zia Zora',
);
const family = words(
  'Abbot Acker Adeyemi Alder Amaro Ansel Arroyo Ashby Bako Banner Barlow Becker Bellamy Bergen Birch Bowen Brandt Cadiz Calder Camara Carver Castell Chan Chou Cobb Conte Corwin Cruz Dalby Danso Dawes Diallo Dorn Drake Duarte Ebner Eder Ekman Ellery Engel Faber Falk Fenn Ferro Fisk Flores Forde Gallo Gans Garner Gell Gomes Grady Grove Haas Hale Hamid Harlan Haug Hearn Hobbs Holt Ibarra Idris Ingram Jabari Janssen Jarvis Joost Kamara Kane Kato Keller Kemp Khan Klein Kruse Lamb Lang Larkin Leiva Lim Lowe Lund Madden Mahr Marsh Mbeki Meyer Moreau Munk Nagy Nash Navarro Nieto Noble Oduya Okoro Olsen Orr Osei Pace Palma Park Pell Penn Quist Rahm Ramos Reyes Rhode Rowe Ruiz Sabin Sato Schell Shaw Silva Soto Stahl Sung Tamm Tran Udall Ueno Vance Vang Vega Voss Wade Walsh Webb Wolfe Xiong Yang Yost Zapata Zeller',
);
const streets = words(
  'Alder Birch Cedar Dogwood Elder Fern Grove Hazel Ivy Juniper Laurel Maple Oak Pine Quarry Rowan Spruce Tamarack',
);

export interface BundleSize {
  readonly students: number;
  readonly guardians: number;
  readonly staff: number;
  readonly schools: number;
  readonly enrollmentsPerStudent: number;
}

/** Writes the CSV files into a folder. Guardians have one to three students; some households share an address. */
export function writeBundle(folder: string, size: BundleSize, seed = 7): void {
  mkdirSync(folder, { recursive: true });
  const next = random(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)]!;
  const phone = (): string =>
    `(${200 + Math.floor(next() * 700)}) 555-01${String(Math.floor(next() * 100)).padStart(2, '0')}`;
  const surname = (): string => (next() < 0.15 ? `${pick(family)}-${pick(family)}` : pick(family));
  const schoolOf = (at: number): string => `org-${at % size.schools}`;
  const perGuardian = size.guardians / size.students;

  file(folder, 'manifest.csv', 'propertyName,value', (add) => {
    add('oneroster.version,1.1');
    for (const name of ['orgs', 'users', 'classes', 'enrollments', 'demographics']) add(`file.${name},bulk`);
  });
  file(folder, 'orgs.csv', 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId', (add) => {
    add('org-d,,,Invented School District,district,,');
    for (let at = 0; at < size.schools; at += 1) add(`org-${at},,,School ${at},school,${at},org-d`);
  });
  const header =
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password';
  file(folder, 'users.csv', header, (add) => {
    for (let at = 0; at < size.students; at += 1) {
      const first = Math.floor(at * perGuardian) % size.guardians;
      const agents = `"g-${first},g-${(first + 1) % size.guardians}"`;
      const name = `${pick(given)}${next() < 0.2 ? ` ${pick(given)}` : ''},${surname()},${next() < 0.4 ? pick(given) : ''}`;
      add(
        `s-${at},,,true,${schoolOf(at)},student,u${at},{stateId:${7_000_000 + at}},${name},${300_000 + at},u${at}@students.invented.example,,${next() < 0.3 ? phone() : ''},${agents},${String(at % 13).padStart(2, '0')},`,
      );
    }
    for (let at = 0; at < size.guardians; at += 1)
      add(
        `g-${at},,,true,org-d,guardian,p${at},,${pick(given)},${surname()},,,p${at}@home.example,${phone()},${phone()},,,`,
      );
    for (let at = 0; at < size.staff; at += 1)
      add(
        `t-${at},,,true,${schoolOf(at)},teacher,t${at},,${pick(given)},${surname()},,,t${at}@invented.example,,${phone()},,,`,
      );
  });
  file(folder, 'demographics.csv', 'sourcedId,birthDate,sex', (add) => {
    for (let at = 0; at < size.students; at += 1)
      add(`s-${at},20${String(8 + (at % 13)).padStart(2, '0')}-0${1 + (at % 9)}-1${at % 10},`);
  });
  const classes = Math.ceil(size.students / 4);
  file(folder, 'classes.csv', 'sourcedId,status,dateLastModified,title,schoolSourcedId', (add) => {
    for (let at = 0; at < classes; at += 1) add(`c-${at},,,Class ${at},${schoolOf(at)}`);
  });
  const links =
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate';
  file(folder, 'enrollments.csv', links, (add) => {
    for (let at = 0; at < size.students * size.enrollmentsPerStudent; at += 1) {
      const student = at % size.students;
      add(`e-${at},,,c-${(at * 7) % classes},${schoolOf(student)},s-${student},student,false,,`);
    }
  });
  file(folder, 'addresses.csv', 'userSourcedId,street,city,state,postalCode', (add) => {
    for (let at = 0; at < size.students; at += 1) {
      const street = `${1 + (at % 9899)} ${at % 3 === 0 ? 'N ' : ''}${pick(streets)} St,Fernbrook,WI,53199`;
      add(`s-${at},${street}`);
      add(`g-${Math.floor(at * perGuardian) % size.guardians},${street}`);
    }
  });
}

function words(text: string): string[] {
  return text.split(' ');
}

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function file(folder: string, name: string, header: string, fill: (add: (line: string) => void) => void): void {
  const handle = openSync(join(folder, name), 'w');
  let lines = [header];
  const flush = () => {
    writeSync(handle, `${lines.join('\n')}\n`);
    lines = [];
  };
  fill((line) => {
    lines.push(line);
    if (lines.length === 10_000) flush();
  });
  if (lines.length > 0) flush();
  closeSync(handle);
}
