/** Zones of a text: whose words a stretch is, and what it is there for. Every character belongs to exactly one zone. */
import type { ExtractedMessage, ExtractedPart, Span } from '../../detector.ts';

export type ZoneName =
  | 'own' // the sender's words, and the content of files
  | 'quoted' // an earlier message below or within an answer
  | 'forwarded' // what the sender chose to pass on
  | 'signature' // at the end of a voice, short, about its writer
  | 'legal' // confidentiality, FERPA and non-discrimination notices
  | 'list' // footer of a mailing list or newsletter
  | 'meeting' // join information of Zoom, Teams, Meet, Webex, phone bridges
  | 'auto' // automatic text: out of office, tickets, receipts, delivery reports
  | 'machine'; // keys, hashes, base64, logs, long URLs

export interface Zone extends Span {
  readonly zone: ZoneName;
}

/** Zones of a part in order, without gaps; empty for an empty text. Linear in the length of the text. */
export function zonesOf(part: ExtractedPart, _message: ExtractedMessage): Zone[] {
  return part.text === '' ? [] : [{ zone: 'own', start: 0, end: part.text.length }];
}

/** The zone at an offset. */
export function zoneAt(zones: readonly Zone[], offset: number): ZoneName {
  let low = 0;
  let high = zones.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (zones[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return zones[low]?.zone ?? 'own';
}
