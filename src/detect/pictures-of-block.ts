/** Which pictures of a long message are judged with a block: those whose name, captions or place in a text it has, with offsets in its own parts. */
import type { ClassifiedPicture, ExtractedMessage, PartId, PictureFile, Span } from '../../detectors/detector.ts';

/** Where a span of a part of the whole message stands in the block; undefined where the block does not have it. */
export type ToBlock = (part: PartId, span: Span) => Span | undefined;

/** Pictures of which nothing stands in a text belong to the first block. */
export function picturesOfBlock(
  { pictures = [], classified = [] }: ExtractedMessage,
  {
    has,
    toBlock,
    first,
  }: { readonly has: (part: PartId) => boolean; readonly toBlock: ToBlock; readonly first: boolean },
): Pick<ExtractedMessage, 'pictures' | 'classified'> {
  const named = <Picture extends PictureFile | ClassifiedPicture>({ name, ...rest }: Picture) => {
    const at = name && toBlock('names', name);
    return { ...rest, ...(at && { name: at }) };
  };
  const own = pictures.flatMap((picture): PictureFile[] => {
    const shown = (picture.shown ?? []).flatMap((one) => {
      const at = toBlock(one.part, one);
      return at ? [{ ...one, ...at }] : [];
    });
    const { shown: _, ...local } = named(picture);
    const isHere = local.name !== undefined || shown.length > 0 || has(picture.part);
    const isNowhere = picture.name === undefined && (picture.shown ?? []).length === 0;
    return isHere || (first && isNowhere) ? [{ ...local, ...(shown.length > 0 && { shown }) }] : [];
  });
  const seen = classified.flatMap((picture): ClassifiedPicture[] => {
    const local = named(picture);
    return local.name !== undefined || (first && picture.name === undefined) ? [local] : [];
  });
  return { ...(own.length > 0 && { pictures: own }), ...(seen.length > 0 && { classified: seen }) };
}
