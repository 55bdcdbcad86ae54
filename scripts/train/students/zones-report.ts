/**
 * Prints how well zones are told apart on corpus/students: precision and recall by characters of words, for each zone and district.
 *
 *     scripts/node scripts/train/students/zones-report.ts [--errors] [--held-out] [district …]
 *
 * Below the figures: of the marked words about students in the sender's own words, how many the reading puts into a footer,
 * signature or meeting block, where they would count less.
 *
 * A signature that the corpus leaves within a quoted, forwarded or automatic stretch counts as that stretch. `--errors` shows
 * where the reading differs, never of a held-out district; these are left out unless `--held-out` is given.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ExtractedMessage, ExtractedPart } from '../../../detectors/detector.ts';
import { zoneAt, zonesOf } from '../../../detectors/shared/reading/zones.ts';
import type { ZoneName } from '../../../detectors/shared/reading/zones/zone.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { extract } from '../../../src/extract/extract.ts';
import { htmlToText } from '../../../src/extract/html-text.ts';
import { parseMailboxes } from '../../../src/message/mailboxes.ts';
import { extractLimits } from '../../../test/harness/extract-limits.ts';
import { readDistrict, zones, type CorpusMessage, type CorpusPart, type CorpusZone } from './read-corpus.ts';

const root = path.join(import.meta.dirname, '../../../corpus/students');
/** Nobody looks at their texts: they show how the reading does on strangers' mail. */
export const heldOut: readonly string[] = ['south-fork-island', 'valley-oaks'];
const inner: readonly ZoneName[] = ['quoted', 'forwarded', 'auto'];

interface Count {
  right: number;
  predicted: number;
  labelled: number;
}
type Counts = Map<CorpusZone, Count>;
/** Zones of which student data in the own words must not become a part. */
const hiding: readonly ZoneName[] = ['signature', 'legal', 'list', 'meeting', 'machine'];
const hidden = { seen: 0, of: 0 };

/** The message as the gateway would read it. */
export async function extractedOf(message: CorpusMessage): Promise<ExtractedMessage> {
  const boxes = (name: string) => (message.headers[name] ? parseMailboxes(message.headers[name]) : []);
  const body = message.parts.find(({ kind }) => kind === 'body')!;
  const [from = { name: '', address: 'unknown@school.example' }] = boxes('from');
  const subject = message.parts[0]!.text.trim();
  const attachments = message.parts
    .filter(({ kind }) => kind === 'attachment')
    .map(({ filename, text }) => ({
      filename,
      contentType: /\.csv$/.test(filename) ? 'text/csv' : 'text/plain',
      text,
    }));
  const mime = composeMime({
    from,
    to: boxes('to'),
    cc: boxes('cc'),
    subject,
    ...(body.html ? { html: body.text } : { text: body.text }),
    attachments,
  });
  const recipients = [...boxes('to'), ...boxes('cc'), ...boxes('bcc')].map(({ address }) => ({
    address,
    inside: false,
    entitledTo: [],
  }));
  return await extract(mime, { sender: from.address, recipients }, extractLimits);
}

/** Words of a labelled part, each with its zone, in order. */
function labelledWords(part: CorpusPart): { word: string; zone: CorpusZone; student: boolean }[] {
  return part.zones.flatMap(({ zone, start, end }) => {
    const written = part.text.slice(start, end);
    const text = part.html ? htmlToText(written).text : written;
    return [...text.matchAll(/\S+/g)].map((match) => ({
      word: match[0],
      zone,
      student: !part.html && isStudents(part, start + match.index),
    }));
  });
}

/** The offset lies in a mark about a student. */
function isStudents(part: CorpusPart, offset: number): boolean {
  return part.marks.some(
    ({ kind, whose, start, end }) =>
      start <= offset && offset < end && kind !== 'none' && kind !== 'num' && whose.some((one) => /^u?\d+$/.test(one)),
  );
}

function compare(
  part: ExtractedPart,
  message: ExtractedMessage,
  labelled: CorpusPart,
  counts: Counts,
  id: string,
  show: boolean,
): void {
  const words = labelledWords(labelled);
  const found = zonesOf(part, message);
  const wrong: string[] = [];
  let next = 0;
  for (const match of part.text.matchAll(/\S+/g)) {
    const at = words.findIndex(({ word }, index) => index >= next && index < next + 12 && word === match[0]);
    if (at < 0) continue;
    next = at + 1;
    const gold = words[at]!.zone;
    let guess: ZoneName = zoneAt(found, match.index);
    if (guess === 'signature' && inner.includes(gold)) guess = gold;
    if (words[at]!.student && gold === 'own') {
      hidden.of += 1;
      if (hiding.includes(guess)) hidden.seen += 1;
      if (hiding.includes(guess) && show) console.log(`${id} hidden in ${guess}: ${match[0]}`);
    }
    const length = match[0].length;
    count(counts, gold).labelled += length;
    count(counts, guess).predicted += length;
    if (gold === guess) count(counts, gold).right += length;
    else wrong.push(`${gold}>${guess}:${match[0]}`);
  }
  if (show && wrong.length > 0)
    console.log(`${id} ${labelled.kind} ${labelled.filename}\n   ${wrong.join(' ').slice(0, 700)}`);
}

function count(counts: Counts, zone: CorpusZone): Count {
  const known = counts.get(zone) ?? { right: 0, predicted: 0, labelled: 0 };
  counts.set(zone, known);
  return known;
}

async function measure(district: string, show: boolean): Promise<Counts> {
  const counts: Counts = new Map();
  for (const message of readDistrict(path.join(root, district)).messages) {
    const extracted = await extractedOf(message);
    for (const labelled of message.parts) {
      if (labelled.kind === 'subject') continue;
      const part =
        labelled.kind === 'body'
          ? extracted.parts.find(({ kind, id }) => kind === 'body' && id !== 'names')
          : extracted.parts.find(({ filename }) => filename === labelled.filename);
      if (part) compare(part, extracted, labelled, counts, message.id, show);
    }
  }
  return counts;
}

function line(name: string, counts: Counts): string {
  const cells = zones.map((zone) => {
    const { right, predicted, labelled } = counts.get(zone) ?? { right: 0, predicted: 0, labelled: 0 };
    if (labelled + predicted === 0) return '     –     ';
    const share = (of: number) => (of === 0 ? ' – ' : (right / of).toFixed(2).padStart(4));
    return `${share(predicted)}/${share(labelled)}`.padStart(10).padEnd(11);
  });
  return name.padEnd(20) + cells.join('');
}

function add(all: Counts, counts: Counts): void {
  for (const [zone, { right, predicted, labelled }] of counts) {
    const sum = count(all, zone);
    sum.right += right;
    sum.predicted += predicted;
    sum.labelled += labelled;
  }
}

const options = process.argv.slice(2);
const named = options.filter((option) => !option.startsWith('--'));
const districts = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) =>
    named.length > 0 ? named.includes(name) : options.includes('--held-out') || !heldOut.includes(name),
  );
console.log('precision/recall'.padEnd(20) + zones.map((zone) => zone.padStart(9).padEnd(11)).join(''));
const seen: Counts = new Map();
for (const district of districts) {
  const isHeldOut = heldOut.includes(district);
  const counts = await measure(district, options.includes('--errors') && !isHeldOut);
  console.log(line(isHeldOut ? `${district} *` : district, counts));
  if (!isHeldOut) add(seen, counts);
}
console.log(line('all seen', seen));
console.log(`hidden words about students: ${hidden.seen} of ${hidden.of}`);
if (districts.some((district) => heldOut.includes(district))) console.log('* held out');
