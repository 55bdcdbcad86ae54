/** Reads corpus/students: messages in which each person, locator and statement is marked (corpus/students/FORMAT.md). */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const zones = [
  'own',
  'quoted',
  'forwarded',
  'signature',
  'legal',
  'list',
  'meeting',
  'auto',
  'machine',
] as const;
export type CorpusZone = (typeof zones)[number];

/** A marked stretch of a part's text; offsets are those of the text without marks. */
export interface Mark {
  readonly kind: string;
  /** Students' numbers, `u1` for one who is not on the roster, or a word such as `staff`; empty where none is said. */
  readonly whose: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface CorpusPart {
  readonly kind: 'subject' | 'body' | 'attachment';
  readonly filename: string;
  readonly html: boolean;
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly zones: readonly { readonly zone: CorpusZone; readonly start: number; readonly end: number }[];
}

export interface CorpusMessage {
  readonly id: string;
  readonly voice: string;
  readonly form: string;
  readonly labels: readonly string[];
  readonly entitled: 'yes' | 'likely' | 'no';
  readonly headers: Readonly<Record<string, string>>;
  /** The subject first, then the body, then attachments. */
  readonly parts: readonly CorpusPart[];
}

export const personKinds = ['s', 'fam', 'staff', 'adult', 'public', 'thing'] as const;
export const locatorKinds = ['phone', 'addr', 'place', 'mail'] as const;
export const statementKinds = [
  ...['health', 'sped', 'discipline', 'grades', 'counselling', 'medication', 'pregnancy', 'custody', 'protection'],
  ...['immigration', 'lunch', 'homeless', 'attendance', 'ssn', 'id'],
] as const;
const kinds = new Set<string>([...personKinds, ...locatorKinds, ...statementKinds, 'none', 'num']);
const others = new Set(['staff', 'school', 'vendor', 'event', 'meeting', 'adult', 'public']);
const labelNames = new Set(['student_pii', 'student_email', 'student_record', 'clean']);

/** @returns messages and, each with its place, what is wrong with the file */
export function readMessages(
  file: string,
  students: ReadonlySet<string>,
): { messages: CorpusMessage[]; problems: string[] } {
  const problems: string[] = [];
  const messages: CorpusMessage[] = [];
  const chunks = readFileSync(file, 'utf8')
    .replaceAll('\r\n', '\n')
    .split(/^(?==== )/m);
  for (const chunk of chunks) {
    if (chunk.trim() === '') continue;
    const say = (text: string) =>
      problems.push(`${path.basename(file)} ${chunk.slice(0, 14).split('|')[0]!.trim()}: ${text}`);
    const message = readMessage(chunk, students, say);
    if (message) messages.push(message);
  }
  return { messages, problems };
}

function readMessage(
  chunk: string,
  students: ReadonlySet<string>,
  say: (text: string) => void,
): CorpusMessage | undefined {
  const lines = chunk.trimEnd().split('\n');
  const head = /^=== ([\w-]+) \| voice: (.+?) \| form: (.+?) \| labels: (.+?) \| entitled: (yes|likely|no)$/.exec(
    lines[0]!.trim(),
  );
  if (!head) return void say('first line is not "=== id | voice: … | form: … | labels: … | entitled: yes|likely|no"');
  const labels = head[4]!.split(',').map((label) => label.trim());
  for (const label of labels) if (!labelNames.has(label)) say(`unknown label ${label}`);
  if (head[5] !== 'no' && labels.join() !== 'clean') say('entitled mail is clean');
  const headers: Record<string, string> = {};
  let at = 1;
  for (; at < lines.length && lines[at]!.trim() !== ''; at += 1) {
    const field = /^(From|To|Cc|Bcc|Reply-To|Subject|Auto-Submitted): ?(.*)$/.exec(lines[at]!);
    if (field) headers[field[1]!.toLowerCase()] = field[2]!;
    else say(`not a header line, or no empty line after the headers: ${lines[at]!.slice(0, 40)}`);
  }
  for (const name of ['from', 'to', 'subject'])
    if (headers[name] === undefined && !(name === 'to' && headers.bcc)) say(`no ${name}`);
  const parts = [readPart('subject', '', [headers.subject ?? ''], students, say)];
  let kind: 'body' | 'attachment' = 'body';
  let filename = '';
  let block: string[] = [];
  const close = () => parts.push(readPart(kind, filename, block, students, say));
  for (const line of lines.slice(at + 1)) {
    const attachment = /^@attachment (.+)$/.exec(line);
    if (!attachment) block.push(line);
    else {
      close();
      [kind, filename, block] = ['attachment', attachment[1]!.trim(), []];
    }
  }
  close();
  return { id: head[1]!, voice: head[2]!, form: head[3]!, labels, entitled: head[5] as 'yes', headers, parts };
}

function readPart(
  kind: CorpusPart['kind'],
  filename: string,
  lines: readonly string[],
  students: ReadonlySet<string>,
  say: (text: string) => void,
): CorpusPart {
  let text = '';
  let html = false;
  const marks: Mark[] = [];
  const found: { zone: CorpusZone; start: number; end: number }[] = [];
  let zone: CorpusZone = 'own';
  let from = 0;
  const endZone = () => {
    if (text.length > from) found.push({ zone, start: from, end: text.length });
    from = text.length;
  };
  for (const line of lines) {
    const opened = /^@(\w+)\s*$/.exec(line);
    if (opened?.[1] === 'html') html = true;
    else if (opened && (zones as readonly string[]).includes(opened[1]!)) {
      endZone();
      zone = opened[1] as CorpusZone;
    } else {
      if (opened) say(`unknown zone ${line}`);
      text += readLine(line, text.length, marks, students, say) + '\n';
    }
  }
  endZone();
  return { kind, filename, html, text: text.replace(/\n+$/, '\n'), marks, zones: found };
}

function readLine(
  line: string,
  offset: number,
  marks: Mark[],
  students: ReadonlySet<string>,
  say: (text: string) => void,
): string {
  let plain = '';
  let last = 0;
  for (const match of line.matchAll(/\[\[([a-z]+)(?::([\w, ]+))?\|(.+?)\]\]/g)) {
    plain += line.slice(last, match.index);
    const whose = (match[2] ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    if (!kinds.has(match[1]!)) say(`unknown mark ${match[0]}`);
    for (const one of whose)
      if (!others.has(one) && !/^u\d+$/.test(one) && !students.has(one)) say(`nobody has the number in ${match[0]}`);
    if (match[1] === 's' && whose.length !== 1) say(`whose name is ${match[0]}`);
    if (match[1] !== 's' && /^(?:fam|phone|addr|place|mail)$/.test(match[1]!) && whose.length === 0)
      say(`whose is ${match[0]}`);
    const start = offset + plain.length;
    plain += match[3]!;
    marks.push({ kind: match[1]!, whose, start, end: offset + plain.length });
    last = match.index + match[0].length;
  }
  plain += line.slice(last);
  if (plain.includes('[[') || plain.includes(']]'))
    say(`a mark is not closed, or in another one: ${line.slice(0, 70)}`);
  return plain;
}

/** Rows of a csv file of the corpus by its heading. Quoted cells may hold commas. */
export function readRows(file: string): Record<string, string>[] {
  const [head, ...rows] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(cells);
  return rows.map((row) => Object.fromEntries(head!.map((name, at) => [name, row[at] ?? ''])));
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('""', '"').trim(),
  );
}

/** All messages of a district's folder. */
export function readDistrict(folder: string): { messages: CorpusMessage[]; problems: string[] } {
  const students = new Set(readRows(path.join(folder, 'students.csv')).map((row) => row.id!));
  const read = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readMessages(path.join(folder, name), students));
  return { messages: read.flatMap(({ messages }) => messages), problems: read.flatMap(({ problems }) => problems) };
}
