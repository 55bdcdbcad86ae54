/** Recognises pictures, audio, video and fonts. A file is one only if its structure can be followed, not by its first bytes. */
import { opaqueText } from '../../opaque/opaque-text.ts';
import { isBeyondEnd } from '../../opaque/beyond-end.ts';
import { isDense } from '../../opaque/dense.ts';
import { headOf, mediaFormats, type MediaFormat } from './media-formats.ts';

export interface MediaMatch {
  readonly kind: 'image' | 'media';
  readonly contentType: string;
  /** Offset after the last byte of its structure; undefined where the file has only the beginning of the format. */
  readonly end: number | undefined;
}

/** The format that the bytes begin like; undefined where there is none. Linear in the number of bytes. */
export function matchMedia(bytes: Buffer): MediaMatch | undefined {
  let broken: MediaFormat | undefined;
  const head = headOf(bytes);
  for (const format of mediaFormats) {
    if (!format.begins(head)) continue;
    const end = followed(format, bytes);
    if (end !== undefined) return { kind: format.kind, contentType: format.contentType, end };
    if (!format.faint) broken ??= format;
  }
  return broken && { kind: broken.kind, contentType: broken.contentType, end: undefined };
}

/** Whether the bytes begin like one of the formats. Where a beginning says little, the structure decides. */
export function beginsAsMedia(bytes: Buffer): MediaFormat | undefined {
  const head = headOf(bytes);
  return mediaFormats.find((format) => format.begins(head) && (!format.faint || followed(format, bytes) !== undefined));
}

function followed(format: MediaFormat, bytes: Buffer): number | undefined {
  try {
    return format.walk(bytes);
  } catch (error) {
    if (isBeyondEnd(error)) return undefined;
    throw error;
  }
}

/** Whether content that is in no known format may be ciphertext. */
export function isOpaque(bytes: Buffer): boolean {
  return isDense(bytes) || opaqueText(bytes.toString('latin1')) !== undefined;
}
