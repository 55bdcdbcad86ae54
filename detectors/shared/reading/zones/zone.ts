/** A zone: a stretch of text with whose words it holds, or what it is there for. */
import type { Span } from '../../../detector.ts';

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
