/** Reads the pictures that an HTML text shows: their parts of the message, their sizes, and the text in their place. */
import type { Span } from '../../detectors/detector.ts';
import { readableTarget } from './html-hiding-places.ts';

/** The span of the text in place of the picture; empty where there is none. */
export interface ShownImage extends Span {
  /** Content-ID of the picture's part (RFC 2392). */
  readonly contentId: string;
  /** Pixels, by the attributes and the style of the element. */
  readonly width?: number;
  readonly height?: number;
}

/** An `img` element that shows a part of the message. */
export function shownImage(attributes: ReadonlyMap<string, string>): Omit<ShownImage, 'start' | 'end'> | undefined {
  const source = attributes.get('src')?.trim() ?? '';
  if (!/^cid:/i.test(source)) return undefined;
  const width = shownLength(attributes, 'width');
  const height = shownLength(attributes, 'height');
  return {
    contentId: readableTarget(source.slice(4)),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

/** In pixels; undefined for other units. The style takes precedence over the attribute (HTML 15.4.3). */
function shownLength(attributes: ReadonlyMap<string, string>, name: 'width' | 'height'): number | undefined {
  const style = attributes.get('style')?.slice(0, 4096).toLowerCase();
  const styled = style && new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([^;!]{1,20})`).exec(style)?.[1]?.trim();
  const length = /^(\d{1,5})(?:\.\d{1,5})?(?:px)?$/.exec(styled ?? attributes.get(name)?.trim() ?? '')?.[1];
  return length === undefined ? undefined : Number(length);
}

/** White space that was kept back until the text is in front of it. */
export function withoutSpace(image: ShownImage, text: string): ShownImage {
  const written = text.slice(image.start, image.end);
  return { ...image, start: image.end - written.trimStart().length };
}
