/** Titles of codes and detectors as reviewers read them, and why a part was not read. Total over all ids. */
import { wordsOfCode, wordsOfDetector } from '../../../../detectors/words.ts';

/** Codes that no detector makes: by `unread.*`, `scan.*` and `thread.*` code, or by the word before the point. */
const uncheckedTitles: Readonly<Record<string, string>> = {
  'unread.encrypted': 'An encrypted attachment',
  'unread.damaged': 'A damaged attachment',
  'unread.image': 'A picture that was not read',
  unread: 'An attachment that could not be read',
  'scan.poison': 'A message that could not be checked',
  scan: 'A message that could not be checked completely',
  thread: 'Many replies to everyone',
};

/** Sentences by the reason for which a part was not read. */
const unreadReasons: Readonly<Record<string, string>> = {
  unsupported: 'Hallpass cannot read this kind of file. Open it yourself before you release the message.',
  image: 'This is a picture. Its text was not read.',
  'picture-not-read':
    'This is a picture whose text could not be read: it is too large, or there were too many pictures. Look at it before you release the message.',
  'picture-not-judged':
    'This is a picture that the classifier could not look at: its format is not supported, it is too large, or there were too many pictures.',
  encrypted: 'It is encrypted, so its content could not be checked. Ask the sender what it contains.',
  opaque:
    'It contains data that looks encrypted or is in no known format, so its content could not be checked. Ask the sender what it is.',
  damaged: 'It is damaged, so it could not be read completely.',
  'too-deep': 'It is nested too deeply in other files.',
  'too-big': 'It is too large to be read completely.',
  'too-many': 'The message has more parts than can be read.',
  'too-slow': 'Reading it took too long.',
  'partly-read':
    'The sentence model has not read all of its sentences. Rules and word models have checked the whole text.',
  ambiguous:
    'Mail programs show this message in different ways, and some may show text that could not be checked. View the original before you release it.',
};

/** The title of any code; a code of a district's own detector is named by its id in plain letters. */
export function codeTitle(code: string): string {
  const known = wordsOfCode(code)?.title ?? uncheckedTitles[code];
  if (known !== undefined) return known;
  const family = familyOf(code);
  return uncheckedTitles[family] ?? wordsOfDetector(family)?.title ?? capitalised(plainWords(code));
}

export function detectorTitle(id: string): string {
  return wordsOfDetector(id)?.title ?? capitalised(plainWords(id));
}

/** The title of a code (`student-pii.phone`) or of a detector (`student-pii`). */
export function titleOfKind(kind: string): string {
  return kind.includes('.') ? codeTitle(kind) : detectorTitle(kind);
}

/** Why a part was not read, and what a reviewer can do about it. */
export function unreadSentence(reason: string): string {
  return unreadReasons[reason] ?? 'It was not read.';
}

export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function familyOf(code: string): string {
  return code.slice(0, Math.max(0, code.indexOf('.'))) || code;
}

function plainWords(id: string): string {
  return id.replace(/[._/:-]+/g, ' ').trim();
}
