/** Which of a message's pictures may show somebody: not the logos, icons and graphics that nearly every mail carries. */
import type { ExtractedMessage, PictureFile } from '../detector.ts';

/** Formats of icons and drawings. */
const drawings = /^image\/(?:x-icon|wmf|emf|svg\+xml|vnd\.adobe\.photoshop)$/;
/** What cameras and phones write, and what pictures are exported as. */
const cameraFormats = /^image\/(?:jpeg|heic|heif|avif|jp2|tiff|webp)$/;
const officeFile = /\.(?:do[ct][xm]?|xl[st][xmb]?|xlsb|pp[ts][xm]?|od[tsp]|rtf|pdf)\/[^/]*$/i;

/** The shorter side of what is larger than an icon, a bullet or a tracking pixel. */
const smallestSide = 48;
/** Without known pixels (some HEIF files): less than this is a thumbnail's thumbnail. */
const smallestBytes = 1500;
/** A picture within the text: signatures have logos of up to about 300 x 150, banners are long and low. */
const shownSide = 200;
const shownPixels = 75_000;
const longestBanner = 2.6;
const shownBytes = 30_000;

/** Pictures that are large enough to show a face, and all films. */
export function visiblePictures({ pictures = [] }: ExtractedMessage): PictureFile[] {
  return pictures.filter(({ kind, contentType, bytes, width, height }) => {
    if (kind === 'film') return true;
    if (drawings.test(contentType)) return false;
    return width === undefined || height === undefined
      ? bytes >= smallestBytes
      : Math.min(width, height) >= smallestSide;
  });
}

/** Those that look like photos by what they are, without a name: each once, however often it is attached. */
export function photos(pictures: readonly PictureFile[]): PictureFile[] {
  const seen = new Set<string>();
  return pictures.filter((picture) => {
    if (!isPhoto(picture)) return false;
    const { bytes, width, height, contentType } = picture;
    const same = `${contentType} ${bytes} ${width} ${height}`;
    if (seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}

function isPhoto({ kind, contentType, filename = '', bytes, width, height, shown }: PictureFile): boolean {
  if (kind === 'film') return true;
  if (contentType === 'image/gif') return false;
  // A deck of slides is full of drawings; photos in it are JPEG files still.
  if (officeFile.test(filename) && !cameraFormats.test(contentType)) return false;
  if (!shown) return width === undefined || height === undefined || width * height >= shownPixels;
  const sides = shown.map((place) => [place.width ?? width, place.height ?? height] as const);
  return sides.some(([wide, high]) => {
    if (wide === undefined && high === undefined) return bytes >= shownBytes;
    const [across, down] = [wide ?? high!, high ?? wide!];
    return (
      Math.min(across, down) >= shownSide &&
      across * down >= shownPixels &&
      Math.max(across / down, down / across) <= longestBanner
    );
  });
}
