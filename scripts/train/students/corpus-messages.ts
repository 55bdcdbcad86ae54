/** Messages of corpus/students as the detectors meet them: written as MIME, read by the extract stage, marks moved to the parts that came out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DirectoryLookup, ExtractedMessage } from '../../../detectors/detector.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { loadDirectory, type Directory } from '../../../src/directory/directory.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { extract } from '../../../src/extract/extract.ts';
import { parseMailboxes } from '../../../src/message/mailboxes.ts';
import { readDistrict, readRows, type CorpusMessage, type Mark } from './read-corpus.ts';

export interface MarkedMessage {
  readonly id: string;
  readonly district: string;
  readonly corpus: CorpusMessage;
  readonly message: ExtractedMessage;
  readonly directory: DirectoryLookup;
  /** Marks by part id, with offsets into the part's text. */
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  /** Marks whose text the parts do not have. */
  readonly lost: number;
}

/** A change to a message that leaves its labels as they are. */
export type Change = (message: CorpusMessage) => CorpusMessage;

const { config } = loadConfig({ env: {} });
const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  vcf: 'text/vcard',
  ics: 'text/calendar',
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  htm: 'text/html',
};

/** The staff's domain and the students' of a district folder, from its roster. */
function domainsOf(folder: string): { staff: string[]; students: string[] } {
  const domains = (file: string) => [
    ...new Set(
      readRows(path.join(folder, file)).flatMap(({ email }) =>
        email ? [email.slice(email.lastIndexOf('@') + 1).toLowerCase()] : [],
      ),
    ),
  ];
  return { staff: domains('staff.csv'), students: domains('students.csv') };
}

/**
 * How a district's roster is known: as it is, not at all, or stale: with the contacts of other students, as where families have moved, and
 * without those who have come since. What a message says then differs from the roster, and is theirs all the same.
 */
export type RosterState = 'right' | 'none' | 'stale';

export function openCorpusDirectory(folder: string, roster: RosterState): Directory {
  const { staff, students } = domainsOf(folder);
  const district = { ...config.district, domains: staff, studentDomains: students };
  if (roster === 'none') return loadDirectory({ ...config, district, rosterDir: undefined });
  const rosterDir = mkdtempSync(path.join(tmpdir(), 'corpus-roster-'));
  try {
    for (const [name, text] of Object.entries(oneRoster(folder, roster === 'stale')))
      writeFileSync(path.join(rosterDir, name), text);
    return loadDirectory({ ...config, district, rosterDir });
  } finally {
    rmSync(rosterDir, { recursive: true });
  }
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const table = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\n') + '\n';

/** On a stale roster every student has the home and the guardians of one some rows further down, and some are not there. */
function studentRows(folder: string, stale: boolean): Record<string, string>[] {
  const rows = readRows(path.join(folder, 'students.csv'));
  if (!stale) return rows;
  const there = rows.map((row, at) => {
    const other = rows[(at + 11) % rows.length]!;
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        /^(?:street|city|state|zip|g[12])/.test(name) ? other[name]! : value,
      ]),
    );
  });
  return there.filter((_, at) => at % missing !== missing - 1);
}
/** Of so many students one is new. */
const missing = 4;

/** The district's roster as OneRoster 1.1 files; ids are `s-3`, `g-3-1`, `t-1`. */
export function oneRoster(folder: string, stale = false): Readonly<Record<string, string>> {
  const schools = readRows(path.join(folder, 'schools.csv'));
  const orgId = (name: string): string =>
    `o-${
      Math.max(
        0,
        schools.findIndex((school) => school.name === name),
      ) + 1
    }`;
  const users: string[][] = [
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,preferredFirstName'.split(
      ',',
    ),
  ];
  const addresses: string[][] = ['userSourcedId,street,city,state,postalCode'.split(',')];
  const guardians = new Map<string, { id: string; row: string[]; students: string[] }>();
  for (const one of studentRows(folder, stale)) {
    const id = `s-${one.id}`;
    const agents: string[] = [];
    for (const g of ['g1', 'g2']) {
      const [given, family, phone, email] = ['given', 'family', 'phone', 'email'].map((name) => one[g + name] ?? '');
      if (!given) continue;
      const key = `${given} ${family} ${phone || email || id}`;
      let known = guardians.get(key);
      if (!known) {
        const gid = `g-${guardians.size + 1}`;
        known = {
          id: gid,
          students: [],
          row: [
            gid,
            '',
            '',
            'true',
            orgId(one.school!),
            'guardian',
            gid,
            '',
            given,
            family || one.family!,
            '',
            '',
            email!,
            '',
            phone!,
          ],
        };
        guardians.set(key, known);
        if (one.street) addresses.push([gid, one.street, one.city!, one.state!, one.zip!]);
      }
      known.students.push(id);
      agents.push(known.id);
    }
    users.push([
      id,
      '',
      '',
      'true',
      orgId(one.school!),
      'student',
      id,
      one.stateId ? `{StateID:${one.stateId}}` : '',
      one.given!,
      one.family!,
      one.middle!,
      one.number!,
      one.email!,
      '',
      '',
      agents.join(','),
      one.grade!,
      '',
      one.preferred!,
    ]);
    if (one.street) addresses.push([id, one.street, one.city!, one.state!, one.zip!]);
  }
  for (const { row, students } of guardians.values()) users.push([...row, students.join(','), '', '', '']);
  for (const [at, one] of readRows(path.join(folder, 'staff.csv')).entries())
    users.push([
      `t-${at + 1}`,
      '',
      '',
      'true',
      orgId(one.school!),
      'teacher',
      `t-${at + 1}`,
      '',
      one.given!,
      one.family!,
      '',
      '',
      one.email!,
      '',
      one.phone ?? '',
      '',
      '',
      '',
      '',
    ]);
  const orgs = [
    ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId'],
    ...schools.map((school, at) => [`o-${at + 1}`, '', '', school.name!, 'school', String(at + 1), '']),
  ];
  return { 'users.csv': table(users), 'orgs.csv': table(orgs), 'addresses.csv': table(addresses) };
}

/** All messages of a district, changed or as they are. */
export async function* markedMessages(
  folder: string,
  directory: Directory,
  change: Change = (same) => same,
): AsyncGenerator<MarkedMessage> {
  for (const corpus of readDistrict(folder).messages)
    yield markMessage(path.basename(folder), change(corpus), directory);
}

export async function markMessage(
  district: string,
  corpus: CorpusMessage,
  directory: Directory,
): Promise<MarkedMessage> {
  const { headers, parts } = corpus;
  const mailboxes = (name: string) =>
    parseMailboxes(headers[name] ?? '').map((box) => ({ ...box, name: plain(box.name) }));
  const body = parts.find(({ kind }) => kind === 'body')!;
  const from = mailboxes('from')[0] ?? { name: '', address: 'staff@school.example' };
  const to = mailboxes('to');
  const cc = mailboxes('cc');
  const raw = composeMime({
    ...{ from, to, cc, subject: parts[0]!.text.trim() },
    ...(body.html ? { html: body.text } : { text: body.text }),
    attachments: parts
      .filter(({ kind }) => kind === 'attachment')
      .map(({ filename, text }) => ({
        filename,
        contentType: contentTypes[filename.split('.').at(-1)!.toLowerCase()] ?? 'text/plain',
        text,
      })),
  });
  const recipients = [...to, ...cc, ...mailboxes('bcc')].map(({ address }) =>
    directory.recipientFacts(address, from.address),
  );
  const message = await extract(raw, { sender: from.address, recipients }, config.scan);
  const marks = new Map<string, Mark[]>();
  let lost = 0;
  const bodies = message.parts.filter(({ kind, id }) => kind === 'body' && id !== 'names');
  const attached = message.parts.filter(({ kind }) => kind === 'attachment');
  let nth = 0;
  for (const part of parts) {
    const target = part.kind === 'subject' ? message.parts[0] : part.kind === 'body' ? bodies.at(-1) : attached[nth++];
    if (!target) lost += part.marks.length;
    else
      lost += moveMarks(part.text, part.marks, target.text, (mark) =>
        marks.set(target.id, [...(marks.get(target.id) ?? []), mark]),
      );
  }
  return { id: corpus.id, district, corpus, message, directory, marks, lost };
}

/** Display names in header lines may be marked. */
function plain(name: string): string {
  return name.replace(/\[\[[a-z]+(?::[\w, ]+)?\|(.+?)\]\]/g, '$1');
}

/** In the order of the text; a mark whose text does not stand there any more is lost. */
function moveMarks(from: string, marks: readonly Mark[], to: string, add: (mark: Mark) => void): number {
  let cursor = 0;
  let lost = 0;
  for (const mark of marks) {
    const raw = from.slice(mark.start, mark.end);
    const at = to.slice(mark.start, mark.end) === raw ? mark.start : to.indexOf(raw, cursor);
    if (at < 0) {
      lost += 1;
      continue;
    }
    cursor = at + raw.length;
    add({ ...mark, start: at, end: cursor });
  }
  return lost;
}
