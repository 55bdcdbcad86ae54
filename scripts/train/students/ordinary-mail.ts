/**
 * Mail that is not marked for students' data, to learn what ordinary is and how statements are said:
 * staff mail of corpus/conduct that says nothing about a child, as sent to somebody outside (that it is no student's data is all that is
 * learnt from it); its messages that do say something about a child, of which the statements are marked and nobody's name is; and mail of
 * offices without students from public sets that may be trained on (`"train": true`), of which nothing but weights is kept.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { neutralBlocks } from '../../neutral-changes/neutral-text.ts';
import { readConductCorpus, type ConductMessage } from '../reader/conduct-corpus.ts';
import { markMessage, openCorpusDirectory } from './corpus-messages.ts';
import { corpus } from './districts.ts';
import type { Read, Reading } from './gather.ts';
import type { CorpusMessage, CorpusPart, Mark } from './read-corpus.ts';

const folder = path.join(import.meta.dirname, '../../../corpus/conduct');
/** The writer whom its data card keeps for measuring. */
const kept = 'w5';
/** One message of so many, and shorter ones never: they name nobody. */
const share = 2;
const leastLength = 120;
const aboutChild = 'about-child-';

/** By writer or set. Half of the messages are read with the roster of another district, which knows none of the people, half without one. */
export async function ordinaryMail(district: string, sets: string | undefined): Promise<Map<string, Read[]>> {
  const read = reader(district);
  const byWriter = new Map<string, Read[]>();
  const add = (writer: string, one: Read) => byWriter.set(writer, [...(byWriter.get(writer) ?? []), one]);
  const messages = readConductCorpus(folder).filter(({ writer }) => writer !== kept);
  const plain = messages.filter(({ text, labels }) => text.length >= leastLength && !says(labels));
  for (const [at, one] of plain.entries())
    if (at % share === 0) add(one.writer, await read('ordinary', messageOf(one, footer(at / share)), at / share));
  for (const [at, one] of messages.filter(({ labels }) => says(labels)).entries())
    add(one.writer, await read('stated', messageOf(one, ''), at));
  for (const [set, reads] of await officeMail(district, sets)) for (const one of reads) add(set, one);
  return byWriter;
}

/** Mail of offices without students, by set; none where the sets are not there. @param sets folder of the public sets */
export async function officeMail(district: string, sets: string | undefined): Promise<Map<string, Read[]>> {
  const read = reader(district);
  const bySet = new Map<string, Read[]>();
  for (const { set, rows } of sets === undefined ? [] : rowsOf(sets)) {
    const reads: Read[] = [];
    for (const [at, one] of rows.entries()) reads.push(await read('business', messageOf(one, ''), at));
    bySet.set(set, reads);
  }
  return bySet;
}

type Reader = (reading: Reading, message: CorpusMessage, nth: number) => Promise<Read>;

function reader(district: string): Reader {
  const directories = (['right', 'none'] as const).map((roster) =>
    openCorpusDirectory(path.join(corpus, district), roster),
  );
  return async (reading, message, nth) => {
    const directory = directories[nth % directories.length]!;
    return { reading, marked: await markMessage(message.id.split('/')[0]!, message, directory), directory };
  };
}

function says(labels: ReadonlySet<string>): boolean {
  return [...labels].some((label) => label.startsWith(aboutChild));
}

/** Half of the messages have one, as most staff mail has; with a roster and without one. */
function footer(nth: number): string {
  const { legalFooters } = neutralBlocks;
  const round = Math.floor(nth / 2);
  return round % 2 === 0 ? `\n\n${legalFooters[(round / 2) % legalFooters.length]!}` : '';
}

/** Sets of mail of companies and campaigns: whoever is named there is no student. Long ones are cut to the usual length of a mail. */
const officeSets: readonly (readonly [name: string, share: number])[] = [
  ['conduct/personal-or-business', 2],
  ['conduct/political', 5],
];
const mailLength = 2400;

type Unmarked = Pick<ConductMessage, 'id' | 'subject' | 'text' | 'marks'>;

function rowsOf(folder: string): { set: string; rows: Unmarked[] }[] {
  return officeSets.flatMap(([name, share]) => {
    const file = path.join(folder, name, 'mail.jsonl');
    if (!existsSync(file)) return [];
    const { train } = JSON.parse(readFileSync(path.join(folder, name, 'set.json'), 'utf8')) as { train: boolean };
    if (!train) throw new Error(`${name} must not be trained on`);
    const set = name.replace('/', '-');
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line, at) => line !== '' && at % share === 0)
      .map((line): Unmarked => {
        const { id, subject = '', text } = JSON.parse(line) as { id: string; subject?: string; text: string };
        return { id: `${set}/${id}`, subject, text: text.slice(0, mailLength), marks: [] };
      });
    return [{ set, rows: rows.filter(({ text }) => text.length >= leastLength) }];
  });
}

function messageOf({ id, subject, text, marks }: Unmarked, below: string): CorpusMessage {
  const part: Omit<CorpusPart, 'kind' | 'text'> = { filename: '', html: false, marks: [], zones: [] };
  return {
    ...{ id, voice: '', form: 'ordinary', labels: ['clean'], entitled: 'no' },
    headers: { from: 'staff@school.example', to: 'reader@elsewhere.example', subject },
    parts: [
      { ...part, kind: 'subject', text: subject },
      { ...part, kind: 'body', text: text + below, marks: marks.flatMap(statementOf) },
    ],
  };
}

/** A statement about one child whose name is not marked. */
function statementOf({ label, start, end }: ConductMessage['marks'][number]): Mark[] {
  return label.startsWith(aboutChild) ? [{ kind: label.slice(aboutChild.length), whose: ['u1'], start, end }] : [];
}
