/** Collects the pictures and films of a message and the texts that show them, for detectors that ask about pictures. */
import type { ClassifiedPicture, PartId, PictureFile, ShownPicture, Span } from '../../detectors/detector.ts';
import { pictureSize } from './files/formats/image/picture-size.ts';
import type { SeenPicture } from './files/file-reader.ts';
import type { FoundFile } from './files/read-files.ts';
import type { ShownImage } from './html-images.ts';
import { pathOf } from './part-text.ts';

/** Further pictures are not listed. */
const maxPictures = 2000;

interface Met {
  readonly picture: PictureFile;
  readonly name: string | undefined;
  readonly contentId: string | undefined;
}

export class PictureList {
  private readonly met: Met[] = [];
  private readonly classified: { readonly picture: ClassifiedPicture; readonly name: string | undefined }[] = [];
  private readonly shown = new Map<string, ShownPicture[]>();

  add(file: FoundFile, contentType: string, kind: PictureFile['kind']): void {
    if (this.met.length >= maxPictures) return;
    const { place, name, bytes, contentId } = file;
    const filename = pathOf(place, name);
    const size = kind === 'picture' ? pictureSize(bytes) : undefined;
    const picture = { part: place.id, kind, ...(filename && { filename }), contentType, bytes: bytes.length, ...size };
    this.met.push({ picture, name, contentId });
  }

  seen({ place, name }: FoundFile, picture: SeenPicture): void {
    if (this.classified.length >= maxPictures) return;
    const filename = pathOf(place, name);
    this.classified.push({ picture: { part: place.id, ...(filename && { filename }), ...picture }, name });
  }

  shownIn(part: PartId, images: readonly ShownImage[]): void {
    for (const { contentId, ...place } of images) {
      const known = this.shown.get(contentId);
      if (known) known.push({ part, ...place });
      else this.shown.set(contentId, [{ part, ...place }]);
    }
  }

  /** What the classifier has seen. @param nameAt as below */
  finishSeen(nameAt: (name: string) => Span | undefined): ClassifiedPicture[] {
    return this.classified.map(({ picture, name: filename }) => {
      const name = filename === undefined ? undefined : nameAt(filename);
      return { ...picture, ...(name && { name }) };
    });
  }

  /** @param nameAt the place of the name of a file in the part of the names */
  finish(nameAt: (name: string) => Span | undefined): PictureFile[] {
    return this.met.map(({ picture, name: filename, contentId }) => {
      const name = filename === undefined ? undefined : nameAt(filename);
      const shown = contentId === undefined ? undefined : this.shown.get(contentId);
      return { ...picture, ...(name && { name }), ...(shown && { shown }) };
    });
  }
}
