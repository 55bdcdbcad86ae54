/** Detector: pictures and films that are named after students, or that are many or said to show students. */
import { z } from 'zod';
import { defineDetector, type ExtractedMessage, type Finding, type PictureFile, type Reason } from '../detector.ts';
import { fileWords, type FileWords } from './file-words.ts';
import { namedIn, type FindNamed } from './named.ts';
import { photos, visiblePictures } from './photos.ts';
import { linesOf, type Said } from './said.ts';
import { isOfPaper, studentPhrases, type Spoken } from './spoken-of.ts';

const options = z.strictObject({
  many: z.number().int().positive().default(10).describe('So many photos and films in one message are reported.'),
  words: z
    .array(z.string().trim().min(2))
    .default([])
    .describe(
      'Further words in names and captions that say a picture shows students, such as {sports|color} day; # stands for a number.',
    ),
});
type Options = z.infer<typeof options>;

/** A fact about the message; whether they show students, nobody here can see. */
const manyScore = 0.5;
/** So much is left where the name says that it is a picture of paper. */
const paperShare = 0.5;
/** Of a student who is not restricted: most such pictures do show the student, some a desk or a drawing. */
const namedShare = 0.9;

export default defineDetector<Options>({
  meta: {
    id: 'student-image',
    version: 1,
    title: 'Pictures of students',
    codes: ['student-image.restricted', 'student-image.named', 'student-image.many', 'student-image.words'],
  },
  options,
  create({ many, words }, { directory }) {
    const findPhrase = studentPhrases(words);
    return (message) => {
      const pictures = visiblePictures(message);
      if (pictures.length === 0) return [];
      const findNamed: FindNamed = directory.hasRoster ? namedIn(directory, message) : () => [];
      const said = linesOf(message);
      const named: Finding[] = [];
      const spoken = new Map<string, { finding: Finding; pictures: number }>();
      for (const picture of pictures) {
        const lines = said(picture).map((line) => ({ line, words: fileWords(line.text) }));
        const paper = lines.some(({ line, words: of }) => line.where === 'file-name' && isOfPaper(of));
        named.push(...namedFindings(picture, lines, findNamed, paper));
        if (!paper) note(spoken, picture, lines, findPhrase);
      }
      return [...named, ...[...spoken.values()].map(counted), ...crowd(message, photos(pictures), many)];
    };
  },
});

interface Line {
  readonly line: Said;
  readonly words: FileWords;
}

const whereNamed = {
  'file-name': 'named after',
  caption: 'with a caption that names',
  description: 'described by the name of',
};

/** Each student once a picture, where it is surest. */
function namedFindings(picture: PictureFile, lines: readonly Line[], find: FindNamed, paper: boolean): Finding[] {
  const best = new Map<string, Finding>();
  for (const { line, words } of lines) {
    for (const { student, start, end, sure, doubt } of find(words)) {
      const restricted = student.mediaRestricted;
      const score = sure * (restricted ? 1 : namedShare) * (paper ? paperShare : 1);
      if (score <= (best.get(student.id)?.score ?? 0)) continue;
      const context = [doubt, paper ? 'the name says that it is a picture of paper' : ''].filter(
        (words) => words !== '',
      );
      best.set(student.id, {
        code: restricted ? 'student-image.restricted' : 'student-image.named',
        part: line.part,
        start: line.start + start,
        end: line.start + end,
        score,
        because: [reason(`student-image/${line.where}`, context.join(', ')), ...(restricted ? [onTheList] : [])],
        masked: `a ${picture.kind} ${whereNamed[line.where]} a student${restricted ? ' with a media restriction' : ''}`,
        subject: { id: student.id, name: `${student.givenName} ${student.familyName}` },
      });
    }
  }
  return [...best.values()];
}

const onTheList: Reason = { rule: 'student-image/media-restriction' };

function reason(rule: string, context: string): Reason {
  return context === '' ? { rule } : { rule, context };
}

/** One finding a rule and message, with how many pictures it is about: forty photos of one day are one matter. */
function note(
  spoken: Map<string, { finding: Finding; pictures: number }>,
  picture: PictureFile,
  lines: readonly Line[],
  find: (words: FileWords) => Spoken | undefined,
): void {
  for (const { line, words } of lines) {
    const phrase = find(words);
    if (!phrase) continue;
    const known = spoken.get(phrase.rule);
    if (known) known.pictures += 1;
    else {
      const finding: Finding = {
        code: 'student-image.words',
        part: line.part,
        start: line.start + phrase.start,
        end: line.start + phrase.end,
        score: phrase.score,
        because: [{ rule: `student-image/${phrase.rule}` }],
        masked: `a ${picture.kind} described as showing students or a school event`,
      };
      spoken.set(phrase.rule, { finding, pictures: 1 });
    }
    return;
  }
}

function counted({ finding, pictures }: { finding: Finding; pictures: number }): Finding {
  if (pictures === 1) return finding;
  const because = finding.because.map(({ rule }) => ({ rule, context: `${pictures} pictures` }));
  return { ...finding, because, masked: finding.masked.replace(/^a \w+ described/, `${pictures} pictures described`) };
}

/** Points at the first one with a name, otherwise at the message's first words. */
function crowd(message: ExtractedMessage, found: readonly PictureFile[], many: number): Finding[] {
  if (found.length < many) return [];
  const name = found.find((picture) => picture.name)?.name;
  const first = message.parts.find(({ text }) => text.trim() !== '');
  const place = name ? { part: 'names', ...name } : first && { part: first.id, ...firstLine(first.text) };
  if (!place) return [];
  const context = `${found.length} photos or films`;
  return [
    {
      code: 'student-image.many',
      ...place,
      score: manyScore,
      because: [{ rule: 'student-image/many', context }],
      masked: context,
    },
  ];
}

function firstLine(text: string): { start: number; end: number } {
  const start = text.length - text.trimStart().length;
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}
