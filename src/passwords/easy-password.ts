/** Recognizes passwords that are guessed first: common words, repetitions, runs of keys, and the person's own name. Pure. */

/** Words that passwords are made of most often; digits and punctuation around and between them do not help. */
const commonWords = (
  'password passwort passwd passphrase contrasena letmein welcome bienvenido login signin admin administrator root user ' +
  'guest default changeme secret qwerty qwertz azerty iloveyou teamo monkey dragon master superman batman football ' +
  'baseball basketball soccer hockey sunshine princess princesa shadow trustno1 whatever freedom starwars summer winter ' +
  'spring autumn fall verano invierno january february march april may june july august september october november december ' +
  'monday tuesday wednesday thursday friday saturday sunday school schools escuela teacher student students classroom ' +
  'principal district office education hallpass hall pass computer internet google microsoft charlie michael jordan ' +
  'jennifer jessica ashley daniel thomas robert hello hola love money family mustang cookie pepper ginger flower ' +
  'correct horse battery staple test testing temp temporary new old my the is a i you we and for this not your our me'
).split(' ');
const words = new Set(commonWords);
/** Runs on keyboards and in the alphabet, in both directions. */
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  '1qaz2wsx3edc4rfv',
];
const allRuns = [...runs, ...runs.map((run) => [...run].reverse().join(''))];
const shortestRun = 4;
/** No word and no run is longer. */
const longestPiece = 64;
const fewestDifferent = 5;
const leet: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** @param own texts about the person: name and address */
export function isEasyPassword(password: string, own: readonly string[]): boolean {
  const low = password.toLowerCase();
  if (new Set(low).size < fewestDifferent || isRepetition(low)) return true;
  const ownWords = own.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []);
  const known = new Set([...words, ...ownWords]);
  const withoutEnds = low.replace(/^[\d\W_]+|[\d\W_]+$/gu, '');
  return [lettersOf(low), lettersOf(low, leet), lettersOf(withoutEnds, leet)].some((text) => isMadeOf(text, known));
}

/** One piece again and again, the last one cut anywhere. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length += 1)
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true;
  return false;
}

/** Letters and digits; with `replaced`, letters in place of their look-alikes, and none of the other digits. */
function lettersOf(text: string, replaced?: Readonly<Record<string, string>>): string {
  const letters = [...text].map((char) => replaced?.[char] ?? char).join('');
  return letters.replace(replaced ? /[^\p{L}]/gu : /[^\p{L}\p{N}]/gu, '');
}

/** Whether a text consists of known words, runs and up to four digits in a row, and nothing else. */
function isMadeOf(text: string, known: ReadonlySet<string>): boolean {
  const reached = [true];
  for (let end = 1; end <= text.length; end += 1) {
    reached[end] = false;
    for (let start = end - 1; start >= Math.max(0, end - longestPiece) && !reached[end]; start -= 1)
      reached[end] = reached[start] === true && isKnown(text.slice(start, end), known);
  }
  return reached[text.length] === true;
}

function isKnown(piece: string, known: ReadonlySet<string>): boolean {
  if (known.has(piece)) return true;
  if (/^\d{1,4}$/.test(piece)) return true;
  return piece.length >= shortestRun && allRuns.some((run) => run.includes(piece));
}
