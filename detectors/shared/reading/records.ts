/** Forms and tables of a text as records with fields: one reading for every dress in which labels and values come. */
import type { ExtractedPart } from '../../detector.ts';
import type { Line } from '../text/layout.ts';
import { LineReader } from './records/lines.ts';
import type { FieldRecord } from './records/record.ts';

/** Records of a part in order of their start; transposed tables give records that interleave. Linear in the length of the text. */
export function recordsOf(part: ExtractedPart, lines: readonly Line[]): FieldRecord[] {
  if (part.kind === 'subject' || part.text === '') return [];
  return new LineReader(part.text, lines, part.places ?? [], formatOf(part)).read();
}

function formatOf(part: ExtractedPart): string {
  if (/ldif/i.test(part.contentType) || /^dn: ?\w/m.test(part.text.slice(0, 2000))) return 'ldif';
  return /ya?ml/i.test(part.contentType) || /\.ya?ml$/i.test(part.filename ?? '') ? 'yaml' : 'form';
}
