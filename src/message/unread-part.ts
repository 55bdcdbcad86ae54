/** The entry of the list of unread parts for a part whose text was extracted, and then not read or judged to its end. */
import type { ExtractedPart, UnreadPart, UnreadReason } from '../../detectors/detector.ts';

export function unreadPart(
  { id, filename, contentType, text }: ExtractedPart,
  reason: Extract<UnreadReason, 'partly-read' | 'too-slow'>,
): UnreadPart {
  return { part: id, ...(filename !== undefined && { filename }), contentType, size: text.length, reason };
}
