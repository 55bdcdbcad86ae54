/** The list of the parts of a message that are not read, and why. */
import type { UnreadPart, UnreadReason } from '../../detectors/detector.ts';
import type { ContentFields } from './content-fields.ts';
import type { Place } from './mime-tree.ts';
import { pathOf } from './part-text.ts';

/** Entries of the list; after them, only the first entry of each further reason is kept. */
const maxUnread = 300;

export class UnreadList {
  readonly parts: UnreadPart[] = [];

  /** @param size in bytes */
  add(
    place: Place,
    { contentType, filename }: Pick<ContentFields, 'contentType' | 'filename'>,
    size: number,
    reason: UnreadReason,
  ): void {
    if (this.parts.length >= maxUnread && this.parts.some((part) => part.reason === reason)) return;
    const path = pathOf(place, filename);
    this.parts.push({ part: place.id, ...(path && { filename: path }), contentType, size, reason });
  }
}
