/** Reads the text in one picture: looks for letters, mends size, direction and light, reads, and puts the words into lines. */
import { evenlyLit, inverted, resampled, shrunk, turned, type GreyPicture } from './grey-picture.ts';
import { surveyLetters, type LetterSurvey } from './letter-survey.ts';
import type { OcrEngine, OcrWord } from './ocr-engine.ts';
import type { PictureText } from './picture-text.ts';
import { withoutRuledLines } from './ruled-lines.ts';
import { confidenceOf, isReadable, linesOfWords } from './word-rows.ts';

/** Pixels of the small copy in which letters are looked for. */
const surveyPixels = 1_600_000;
/** Fewer letters are a logo, a number on a shirt, or leaves. */
const fewestLetters = 8;
/** The height of letters at which Tesseract reads best. */
const bestHeight = 26;
const smallestFactor = 0.2;
const largestFactor = 4;
const mostPixels = 14_000_000;
/** Rows that fall by less are read as they are. */
const smallestAngle = 0.007;
const largestAngle = 0.6;
/** Where the words are less certain, the picture may stand on its head. */
const certain = 70;
const fewestStripRows = 160;

export function readPicture(engine: OcrEngine, picture: Uint8Array): PictureText {
  const decoded = engine.decode(picture);
  if (!decoded) return { unread: 'format' };
  const { copy, factor: copyFactor, grey } = smallCopy(decoded);
  const survey = surveyLetters(copy);
  if (survey.letters < fewestLetters) return { lines: [] };
  const prepared = mended(grey, survey, copyFactor);
  const words = bestReading(engine, prepared);
  return { lines: isReadable(words) ? linesOfWords(words) : [] };
}

/** An evenly lit copy with dark letters, and the picture itself with dark letters. */
function smallCopy(decoded: GreyPicture): { copy: GreyPicture; factor: number; grey: GreyPicture } {
  const factor = Math.min(1, Math.sqrt(surveyPixels / (decoded.width * decoded.height)));
  const small = factor < 1 ? shrunk(decoded, factor) : decoded;
  const isDark = mean(small) < 110;
  return { copy: evenlyLit(isDark ? inverted(small) : small), factor, grey: isDark ? inverted(decoded) : decoded };
}

function mean({ values }: GreyPicture): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

function mended(grey: GreyPicture, survey: LetterSurvey, copyFactor: number): GreyPicture {
  const letterHeight = survey.height / copyFactor;
  const wanted = Math.min(Math.max(bestHeight / letterHeight, smallestFactor), largestFactor);
  const factor = Math.min(wanted, Math.sqrt(mostPixels / (grey.width * grey.height)));
  const straight = survey.sideways ? turned(grey, 1) : grey;
  const tilt = Math.abs(survey.angle) > smallestAngle && Math.abs(survey.angle) < largestAngle ? survey.angle : 0;
  const sized = factor < 0.8 ? shrunk(straight, factor) : straight;
  const rest = factor < 0.8 ? 1 : factor;
  const level = tilt !== 0 || Math.abs(rest - 1) > 0.15 ? resampled(sized, rest, -tilt) : sized;
  return withoutRuledLines(evenlyLit(level), letterHeight * factor);
}

/** As it stands, and on its head where that is doubtful: a part of it tells. */
function bestReading(engine: OcrEngine, picture: GreyPicture): OcrWord[] {
  const words = engine.words(picture);
  const confidence = confidenceOf(words);
  if (confidence >= certain) return words;
  const onHead = turned(picture, 2);
  if (confidenceOf(engine.words(fullestPart(onHead))) <= confidence + 10) return words;
  const turnedWords = engine.words(onHead);
  return confidenceOf(turnedWords) > confidence ? turnedWords : words;
}

/** The fifth of a picture, from side to side, that has the most dark pixels. */
function fullestPart({ width, height, values }: GreyPicture): GreyPicture {
  const rows = Math.min(height, Math.max(Math.ceil(height / 5), fewestStripRows));
  const dark = Array.from({ length: height }, (_, y) => {
    let count = 0;
    for (let at = y * width; at < (y + 1) * width; at += 1) if (values[at]! < 128) count += 1;
    return count;
  });
  let sum = dark.slice(0, rows).reduce((total, count) => total + count, 0);
  let [top, most] = [0, sum];
  for (let y = rows; y < height; y += 1) {
    sum += dark[y]! - dark[y - rows]!;
    if (sum > most) [top, most] = [y - rows + 1, sum];
  }
  return { width, height: rows, values: values.subarray(top * width, (top + rows) * width) };
}
