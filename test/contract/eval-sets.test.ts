/** The committed evaluation sets keep their own rules: a wrong label would teach the floors something untrue. */
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allLabels, isLabel } from '../../src/eval/labels.ts';
import { findSets, rowsOf, type EvalSet, type Row } from '../../src/eval/read-set.ts';

const sets = findSets(join(import.meta.dirname, '../../eval/sets'));
const held = ['student_pii', 'student_record', 'harassment', 'threat', 'sexual'];

/** The action that the labels ask for, by the rules that the sets are labelled by. */
function actionFor({ labels, entitled, tags }: Row): string {
  if (entitled || labels.length === 0) return 'deliver';
  const families = labels.includes('student_email') && !tags.includes('single-family');
  return families || labels.some((label) => held.includes(label)) ? 'quarantine' : 'warn';
}

async function all(set: EvalSet): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of rowsOf(set)) rows.push(row);
  return rows;
}

function textOf(row: Row): string {
  const boxes = [row.from, ...row.to, ...row.cc].map((box) => `${box?.name} ${box?.address}`);
  const html =
    row.html
      ?.replace(/<[^>]+>/g, ' ')
      .replaceAll('&nbsp;', ' ')
      .replaceAll('&rsquo;', '’') ?? '';
  return [...boxes, row.subject, row.text, html, ...row.attachments.map(({ text }) => text)].join('\n');
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').toLowerCase();

it('there are sets', () => {
  expect(sets.map(({ id }) => id)).toEqual(['saltcedar', 'tamarack', 'vermeil']);
});

describe.each(sets)('$id', (set) => {
  const { domains, roster, annotated } = set.description;
  const users = parse<Record<string, string>>(readFileSync(join(set.folder, roster!, 'users.csv')), { columns: true });
  const nameOf = (user: Record<string, string>) => `${user['givenName']} ${user['familyName']}`;
  const students = new Map(users.filter(({ role }) => role === 'student').map((user) => [nameOf(user), user]));
  const staff = users
    .filter(({ role }) => role === 'teacher' || role === 'administrator')
    .map((user) => user['email']!);
  const byEmail = new Map(users.map((user) => [user['email']!, user]));

  it('has rows of the format with their own ids, labels and actions', async () => {
    const ids = new Set<string>();
    const rows = await all(set);
    for (const row of rows) {
      expect(ids).not.toContain(row.id);
      ids.add(row.id);
      expect({ id: row.id, wrong: row.labels.filter((label) => !isLabel(label)) }).toEqual({ id: row.id, wrong: [] });
      expect({ id: row.id, action: row.action }).toEqual({ id: row.id, action: actionFor(row) });
      expect({ id: row.id, both: row.entitled && row.labels.length > 0 }).toEqual({ id: row.id, both: false });
    }
    expect(rows.length).toBeGreaterThanOrEqual(90);
    expect(rows.filter(({ action }) => action === 'deliver').length).toBeGreaterThan(rows.length * 0.4);
  });

  it('has every label that it annotates several times, and one set has all', async () => {
    const rows = await all(set);
    expect(annotated.filter((label) => !isLabel(label))).toEqual([]);
    // The rows are texts: what pictures are named is tried by the fixtures of student-image.
    const ofTexts = allLabels.filter((label) => !['student_image', 'sexual_image'].includes(label));
    if (set.id === 'tamarack') expect([...annotated].sort()).toEqual([...ofTexts].sort());
    for (const label of annotated) {
      expect({ label, enough: rows.filter(({ labels }) => labels.includes(label)).length >= 4 }).toEqual({
        label,
        enough: true,
      });
    }
  });

  it('has students whose locators stand in the message, and who fit the roster', async () => {
    for await (const row of rowsOf(set)) {
      const about = row.labels.includes('student_pii');
      expect({ id: row.id, about: row.students.length > 0 || !about }).toEqual({ id: row.id, about: true });
      const text = fold(textOf(row));
      for (const { name, locators } of row.students) {
        const absent = locators.filter((locator) => !text.includes(fold(locator)));
        expect({ id: row.id, absent, some: locators.length > 0 }).toEqual({ id: row.id, absent: [], some: true });
        expect({ id: row.id, listed: students.has(name) }).toEqual({
          id: row.id,
          listed: !row.tags.includes('no-roster'),
        });
      }
    }
  });

  it('has a roster whose families hold together and whose domains are the set’s', () => {
    expect(students.size).toBeGreaterThanOrEqual(18);
    for (const user of users.filter(({ agentSourcedIds }) => agentSourcedIds !== '')) {
      for (const id of user['agentSourcedIds']!.split(',')) {
        const other = users.find(({ sourcedId }) => sourcedId === id)!;
        expect(other['agentSourcedIds']!.split(',')).toContain(user['sourcedId']);
        expect([user['role'], other['role']].sort()).toEqual(['guardian', 'student']);
      }
    }
    for (const student of students.values()) expect(domains!.students).toContain(student['email']!.split('@')[1]);
  });

  it('has staff as senders, and entitled mail only to the families themselves or to staff', async () => {
    for await (const row of rowsOf(set)) {
      expect(staff).toContain(row.from!.address);
      if (!row.entitled) continue;
      const allowed = row.students.map(({ name }) => students.get(name)!);
      for (const { address } of [...row.to, ...row.cc, ...row.bcc]) {
        const user = byEmail.get(address);
        const family = [user?.['sourcedId'], ...(user?.['agentSourcedIds'] ?? '').split(',')];
        // An office of the district has an address that is nobody's.
        const isOffice = user === undefined && domains!.staff.includes(address.split('@')[1]!);
        expect({
          id: row.id,
          may: isOffice || staff.includes(address) || allowed.every((student) => family.includes(student['sourcedId'])),
        }).toEqual({
          id: row.id,
          may: true,
        });
      }
    }
  });

  it('has invented people only', () => {
    const files = ['mail.jsonl', 'roster/users.csv'].map((file) => readFileSync(join(set.folder, file), 'utf8'));
    for (const text of files) {
      const domainsIn = [...text.matchAll(/@([\w-]+(?:\.[\w-]+)+)/g)].map((match) => match[1]!);
      expect(domainsIn.filter((domain) => !domain.endsWith('.example'))).toEqual([]);
      const phones = [...text.matchAll(/\(?\b\d{3}\)?[ ./-]{0,2}(\d{3})[ .-](\d{4})\b/g)];
      expect(phones.filter(([, exchange, line]) => exchange !== '555' || !line!.startsWith('01'))).toEqual([]);
      expect(phones.length).toBeGreaterThan(30);
    }
  });
});
