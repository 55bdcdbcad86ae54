/** Words by which detectors decide stand in data files with their source: read from the sources of what the detectors of students' data and passwords are made of. */
import { expect, it } from '@jest/globals';
import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const detectors = join(import.meta.dirname, '../..');
const parser = new RegExpParser();
/** So many words in one place are a list. */
const aList = 5;

/** Names of formats and protocols, which no language has. */
const formats = new Set([
  'shared/reading/zones/calendars.ts',
  'shared/reading/zones/machines.ts',
  'student-image/photos.ts',
]);

const sources = readdirSync(detectors, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    /^(?:shared\/(?:evidence|people|reading|students|text)|student-[a-z]+|credentials)\//.test(file) &&
    file.endsWith('.ts') &&
    !formats.has(file) &&
    !/(?:\.test|\/words|-words)\.ts$|look-alike-table|codes\.ts$/.test(file),
);

function wordsOfPattern(pattern: string, flags: string): number {
  let most = 0;
  const countIn = (alternatives: readonly AST.Alternative[]): void => {
    const words = alternatives.filter(({ raw }) => /^[\p{L}' -]{3,}$/u.test(raw.replaceAll('?', '')));
    most = Math.max(most, words.length);
  };
  visitRegExpAST(parser.parsePattern(pattern, undefined, undefined, { unicode: /[uv]/.test(flags) }), {
    onGroupEnter: ({ alternatives }) => countIn(alternatives),
    onCapturingGroupEnter: ({ alternatives }) => countIn(alternatives),
    onPatternEnter: ({ alternatives }) => countIn(alternatives),
  });
  return most;
}

/** Places with a list of words: `file:line`. */
function listsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(detectors, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    let words = 0;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      words = wordsOfPattern(node.text.slice(1, end), node.text.slice(end + 1));
    } else if (ts.isStringLiteralLike(node)) {
      words =
        /^[\p{Ll}' ]+$/u.test(node.text) && ts.isPropertyAccessExpression(node.parent)
          ? node.text.split(' ').length
          : 0;
    }
    if (words >= aList) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it('no list of words stands in a pattern or a string', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap(listsIn)).toEqual([]);
});

it('finds such lists', () => {
  expect(wordsOfPattern('^(?:mom|dads?|aunt|uncle|grandma)$', 'u')).toBe(5);
  expect(wordsOfPattern('^(?:a|b|c|d|e)$', 'u')).toBe(0);
});
