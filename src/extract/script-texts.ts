/** Reads the words in the scripts of an HTML page, which they may write when it is opened in a browser. */

const maxLiterals = 5000;
const literals = /"((?:[^"\\\n]|\\.){3,20000})"|'((?:[^'\\\n]|\\.){3,20000})'|`((?:[^`\\]|\\[\s\S]){3,20000})`/g;

/** Texts in quotation marks with several words, and such texts in base64. */
export function scriptTexts(script: string): string[] {
  const found: string[] = [];
  for (const match of script.matchAll(literals)) {
    if (found.length >= maxLiterals) break;
    const text = unescaped(match[1] ?? match[2] ?? match[3]!);
    if (isWords(text)) found.push(text);
    else if (/^[A-Za-z0-9+/]{24,}={0,2}$/.test(text)) {
      const inner = Buffer.from(text, 'base64').toString('utf8');
      if (isWords(inner) && !/[\ufffd\p{Cc}]/u.test(inner.replace(/[\r\n\t]/g, ''))) found.push(inner);
    }
  }
  return found;
}

function isWords(text: string): boolean {
  return /\p{L}{2,}[\s,.]+[\p{L}\d]/u.test(text) && !/[{};]\s*$/.test(text);
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u\{?([0-9a-f]{4,6})\}?|x([0-9a-f]{2})|(n|r|t)|([\s\S]))/gi,
    (_, wide?: string, narrow?: string, space?: string, other = '') => {
      const code = wide ?? narrow;
      if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
      return space === undefined ? String(other) : ' ';
    },
  );
}
