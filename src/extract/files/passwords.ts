/** Finds candidates for the password of an attachment in the words of its message. */

const maxCandidates = 200;
/** In longer messages, single words are no candidates. */
const shortMessage = 4_000;
/** `the password is`, `pw:`, `la contraseña es`: one of the next words is the password. */
const cue =
  /(?:\bpass(?:word|code|phrase|wort)?s?|\bpas{0,2}wd|\bpwd?|\bpin|\bcode|\bkey|\bkennwort|\bcontrase(?:ñ|n)a|\bclave|\bc[oó]digo)\b/giu;
/** Characters after the phrase in which the password may be. */
const cueReach = 160;
const wordsBehindCue = 12;

/**
 * Candidates, the likeliest first: quoted and single words after "password" and similar words, then words that look like
 * passwords, then, in short messages, the other words.
 *
 * @param texts subject, bodies and parts that could be read; offsets and order do not matter
 */
export function passwordCandidates(texts: readonly string[]): string[] {
  const likely: string[] = [];
  const odd: string[] = [];
  const plain: string[] = [];
  for (const text of texts) {
    for (const match of text.matchAll(cue)) {
      if (likely.length > maxCandidates * 4) break;
      likely.push(...behindCue(text.slice(match.index + match[0].length, match.index + match[0].length + cueReach)));
    }
    if (text.length > shortMessage) continue;
    for (const token of text.split(/\s+/)) {
      if (token.length < 4 || token.length > 64) continue;
      (/\d|[^\p{L}\d.,;:!?'")\]]/u.test(token) ? odd : plain).push(...variants(token));
    }
  }
  return [...new Set([...likely, ...odd, ...plain])].slice(0, maxCandidates);
}

/** Quoted stretches first, then the rest of the line, then its words in order. */
function behindCue(text: string): string[] {
  const quoted = [...text.matchAll(/["'“”‘’«»`]([^"'“”‘’«»`\n]{3,64})["'“”‘’«»`]/gu)].map((match) => match[1]!);
  const rest = text.replace(/^[^\n]{0,40}?(?:\bis\b|\bes\b|\blautet\b|[:=]|->|→)\s*/iu, '');
  const line = /^[^\n]*/.exec(rest.trimStart())![0].trim();
  const words = rest.split(/\s+/, wordsBehindCue).filter((word) => word.length >= 3 && word.length <= 64);
  return [
    ...quoted,
    ...(line.includes(' ') && line.length <= 64 ? variants(line) : []),
    ...words.flatMap(variants),
  ].filter((candidate) => !isFiller(candidate));
}

/** The word as it is, and without the punctuation around it, which may belong to the sentence. */
function variants(token: string): string[] {
  const bare = token.replace(/^["'“”‘’«»`([{<*_]+|["'“”‘’«»`)\]}>*_.,;:!?]+$/gu, '');
  return (bare === token ? [token] : [bare, token]).filter((word) => word.length >= 3);
}

function isFiller(word: string): boolean {
  return /^(?:the|for|is|es|to|of|and|will|file|open|this|that|del?|para|la|el|archivo|word|protected|attachment)$/i.test(
    word,
  );
}
