/**
 * Expressions with parts that ignore case. V8 gets `(?i:…)` wrong in a process that has compiled much regular expression
 * code (it then skips an optimisation that the group relies on), so such groups are written out: `(?i:st)` is `[sS][tT]`.
 */

const START = '(?i:';

/** @param source of a regular expression, ASCII letters in its `(?i:…)` groups */
export function withAnyCase(source: string, flags: string): RegExp {
  let written = '';
  for (let at = 0; at < source.length;) {
    const open = source.indexOf(START, at);
    if (open < 0) {
      written += source.slice(at);
      break;
    }
    const close = endOfGroup(source, open + START.length);
    written += `${source.slice(at, open)}(?:${anyCase(source.slice(open + START.length, close))})`;
    at = close + 1;
  }
  return new RegExp(written, flags);
}

function endOfGroup(source: string, from: number): number {
  let depth = 1;
  for (let i = from; i < source.length; i += 1) {
    const char = source[i];
    if (char === '\\') i += 1;
    else if (char === '[') i = source.indexOf(']', i);
    else if (char === '(') depth += 1;
    else if (char === ')' && --depth === 0) return i;
  }
  throw new Error('a group of the expression does not end');
}

function anyCase(source: string): string {
  return source.replace(/\\p\{[^}]*\}|\\.|\(\?[:=!]|\(\?<[=!]|\[[^\]]*\]|[a-z]/giu, (token) => {
    if (token.startsWith('['))
      return token.replace(/\\p\{[^}]*\}|\\.|[a-z]/giu, (inner) => (inner.length > 1 ? inner : both(inner)));
    return token.length > 1 ? token : `[${both(token)}]`;
  });
}

function both(letter: string): string {
  return letter.toLowerCase() + letter.toUpperCase();
}
