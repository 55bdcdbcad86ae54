/** Copies of corpus messages with a change that does not matter, so that the models learn that it does not. */
import path from 'node:path';
import { movedSpan, type ChangedText } from '../../neutral-changes/changed-text.ts';
import { rowsAsBlocks } from '../../neutral-changes/layout-changes.ts';
import { changeText, seededNumbers, type TextChangeName } from '../../neutral-changes/text-changes.ts';
import { withOtherNumber } from './other-numbers.ts';
import { readRows, type CorpusMessage, type CorpusPart } from './read-corpus.ts';

/** Newsletters of hundreds of sentences would outweigh the mails; they are left to the tests. */
const changes: readonly TextChangeName[] = [
  'lower case',
  'lower case',
  'wrapped at 40',
  'wrapped at 60',
  'double spaces',
  'blank lines',
  'opening line',
  'closing',
  'signature',
  'sentence before',
  'sentence after',
  'three sentences around',
  'legal footer',
  'legal footer',
  'meeting block',
  'closing, signature and footer',
  'forwarded from Gmail',
  'quoted below a reply',
];

/** Half of the messages with tables have them as labels or forms, a block a row. */
const inBlocks = 1 / 2;

function hasTable({ html, text }: CorpusPart): boolean {
  return !html && rowsAsBlocks(text).text !== text;
}

/** Every third message has street addresses with their town, state and zip code behind them, as forms and letters do. */
const withTown = 1 / 3;

/** What the roster of a district gives to changes. */
export interface DistrictFacts {
  /** By the student's number: `Alder Falls, OR 97362` */
  readonly towns: ReadonlyMap<string, string>;
  /** Ten digits each. */
  readonly phones: readonly string[];
}

const nothing: DistrictFacts = { towns: new Map(), phones: [] };

export function districtFacts(folder: string): DistrictFacts {
  const rows = readRows(path.join(folder, 'students.csv'));
  return {
    towns: new Map(rows.map(({ id, city, state, zip }) => [id!, `${city}, ${state} ${zip}`])),
    phones: rows.flatMap(({ g1phone }) => (g1phone ? [g1phone.replace(/\D/g, '').slice(-10)] : [])),
  };
}

/** @param towns by the student's number: `Alder Falls, OR 97362` */
function withTowns(part: CorpusPart, towns: ReadonlyMap<string, string>): CorpusPart {
  let text = '';
  let last = 0;
  let shift = 0;
  const marks = part.marks.map((mark) => {
    const start = mark.start + shift;
    const town = mark.kind === 'addr' ? towns.get(mark.whose[0] ?? '') : undefined;
    const raw = part.text.slice(mark.start, mark.end);
    if (!town || !/^\d/.test(raw) || /\d{5}$/.test(raw) || mark.start < last)
      return { ...mark, start, end: mark.end + shift };
    text += `${part.text.slice(last, mark.end)}, ${town}`;
    last = mark.end;
    shift += town.length + 2;
    return { ...mark, start, end: mark.end + shift };
  });
  return { ...part, text: text + part.text.slice(last), marks };
}

/** @param seed another one gives another change */
export function changedMessage(original: CorpusMessage, seed: string, { towns, phones } = nothing): CorpusMessage {
  const extended = seededNumbers(`town ${original.id} ${seed}`)() < withTown;
  const placed = extended
    ? { ...original, parts: original.parts.map((part) => (part.html ? part : withTowns(part, towns))) }
    : original;
  const message =
    phones.length > 0 ? withOtherNumber(placed, seededNumbers(`number ${original.id} ${seed}`), phones) : placed;
  const random = seededNumbers(`${message.id} ${seed}`);
  const name = changes[Math.floor(random() * changes.length)]!;
  if (random() < inBlocks && message.parts.some(hasTable))
    return {
      ...message,
      parts: message.parts.map((part) => (part.html ? part : moved(part, rowsAsBlocks(part.text)))),
    };
  const [, display = '', address = 'staff@school.example'] =
    /^(.*?)\s*<([^>]+)>/.exec(message.headers.from ?? '') ?? [];
  const author = { name: display.replace(/"/g, '') || 'Pat Lindgren', address };
  const ofPart = (part: CorpusPart): CorpusPart => {
    if (part.html || (part.kind !== 'body' && name !== 'lower case')) return part;
    const context = { seed: `${message.id} ${seed}`, author, subject: message.headers.subject ?? '' };
    return moved(part, changeText(name, part.text, context));
  };
  return { ...message, parts: message.parts.map(ofPart) };
}

function moved(part: CorpusPart, changed: ChangedText): CorpusPart {
  const marks = part.marks.map((mark) => ({ ...mark, ...movedSpan(changed, mark) }));
  return { ...part, text: changed.text, marks, zones: [] };
}
