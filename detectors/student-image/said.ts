/** What is said of a picture: its file's name, the captions in it, its description in the text that shows it; line by line. */
import type { ExtractedMessage, ExtractedPart, PartId, PictureFile } from '../detector.ts';
import { foldName } from '../shared/people/names.ts';
import { rules } from './rules.ts';

export type SaidIn = 'file-name' | 'caption' | 'description';

/** One line of a part. */
export interface Said {
  readonly where: SaidIn;
  readonly part: PartId;
  readonly start: number;
  readonly text: string;
}

/** Captions longer than this are no captions. */
const maxLine = 2000;

export function linesOf(message: ExtractedMessage): (picture: PictureFile) => Said[] {
  const parts = new Map(message.parts.map((part) => [part.id, part]));
  const names = parts.get('names');
  return (picture) => {
    const said: Said[] = [];
    if (picture.name && names) {
      const { start, end } = picture.name;
      said.push({ where: 'file-name', part: names.id, start, text: withoutEnding(names.text.slice(start, end)) });
    }
    // Of an archive the part of its number is another one: a picture that is no text has none but its captions.
    const captions = parts.get(picture.part);
    if (captions) said.push(...captionLines(captions));
    for (const { part, start, end } of picture.shown ?? []) {
      const text = parts.get(part)?.text.slice(start, Math.min(end, start + maxLine));
      if (text) said.push({ where: 'description', part, start, text });
    }
    return said;
  };
}

/** `IMG 0012.JPG` as `IMG 0012`: the ending is none of its words. */
function withoutEnding(name: string): string {
  return name.replace(/\.\p{L}[\p{L}\d]{1,4}$/u, '');
}

/** The lines of the first place, which is what stands beside the picture; behind it are the letters in it, by OCR. */
function captionLines({ id, text, places = [] }: ExtractedPart): Said[] {
  const said: Said[] = [];
  const end = places[1]?.start ?? text.length;
  for (let start = 0; start < end;) {
    const lineEnd = text.indexOf('\n', start);
    const to = Math.min(lineEnd < 0 ? end : lineEnd, end);
    const line = text.slice(start, Math.min(to, start + maxLine));
    const label = /^([\w .-]{1,60}): /.exec(line);
    if (!label || !rules.credits.has(foldName(label[1]!).replace(/[^a-z]/g, ''))) {
      const from = label ? label[0].length : 0;
      said.push({ where: 'caption', part: id, start: start + from, text: line.slice(from) });
    }
    start = to + 1;
  }
  return said;
}
