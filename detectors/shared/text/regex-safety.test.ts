/** No regular expression of a detector may backtrack for ever: read from the sources, so that a new one is checked too. */
import { describe, expect, it } from '@jest/globals';
import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const detectors = join(import.meta.dirname, '../..');
const parser = new RegExpParser();

interface Found {
  readonly where: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Literals; patterns that are put together at run time are checked by the growth tests of the contract. */
function literalsOf(file: string): Found[] {
  const text = readFileSync(join(detectors, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ where: `${file}:${line + 1}`, pattern: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isUnbounded = (node: AST.Node): node is AST.Quantifier => node.type === 'Quantifier' && node.max === Infinity;

const samples = ['a', 'Z', 'é', '5', ' ', '\n', '-', '.', ',', '_', '"', '@', '/'];
const oneCharacter = ['Character', 'CharacterSet', 'CharacterClass'];

/** Which of the samples a part of a pattern takes; none where it is no single character. */
function fits(node: AST.Node, flags: string): string[] {
  if (!oneCharacter.includes(node.type)) return [];
  const one = new RegExp(`^(?:${node.raw})$`, flags.replace(/[gy]/g, ''));
  return samples.filter((sample) => one.test(sample));
}

function meet(one: readonly string[], other: readonly string[]): boolean {
  return one.some((sample) => other.includes(sample));
}

/**
 * A repetition without an end inside another one: the number of ways to match grows with two to the length. Not so where each
 * round begins with a character that the inner repetition cannot take: `(?:[.-]\p{L}+)+`.
 */
function nested(pattern: AST.Pattern, flags: string): boolean {
  const open: AST.Quantifier[] = [];
  let found = false;
  visitRegExpAST(pattern, {
    onQuantifierEnter: (node) => {
      if (!isUnbounded(node)) return;
      if (open.some((outer) => !isMarkedOff(outer, node, flags))) found = true;
      open.push(node);
    },
    onQuantifierLeave: (node) => void (isUnbounded(node) && open.pop()),
  });
  return found;
}

function isMarkedOff(outer: AST.Quantifier, inner: AST.Quantifier, flags: string): boolean {
  const { element } = outer;
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return false;
  return element.alternatives.every(({ elements: [first] }) => {
    const begins = first ? fits(first, flags) : [];
    return begins.length > 0 && !meet(begins, fits(inner.element, flags));
  });
}

/** Two repetitions without an end next to each other that a letter, digit, space or sign fits both: `\d+\w+`, `\s*\n?\s*`. */
function neighbouring(pattern: AST.Pattern, flags: string): boolean {
  let found = false;
  visitRegExpAST(pattern, {
    onAlternativeEnter: ({ elements }) => {
      for (const [index, element] of elements.entries()) {
        if (!isUnbounded(element)) continue;
        for (const next of elements.slice(index + 1)) {
          if (isUnbounded(next) && meet(fits(next.element, flags), fits(element.element, flags))) found = true;
          if (!(next.type === 'Quantifier' && next.min === 0)) break;
        }
      }
    },
  });
  return found;
}

/** They see a slice of some dozen characters, never a text: the beginnings of the patterns. */
const onSlices = ['(?:^|[\\s>(])(?:u|un|user|', '^[ \\u00a0\\t|"“”'];

const parse = ({ pattern, flags }: Found) =>
  parser.parsePattern(pattern, undefined, undefined, { unicode: flags.includes('u') });

describe('regular expressions of the detectors', () => {
  const files = readdirSync(detectors, { recursive: true, encoding: 'utf8' });
  const literals = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).flatMap(literalsOf);

  it('are read from the sources', () => {
    expect(literals.length).toBeGreaterThan(40);
    expect(nested(parse({ where: '', pattern: '(?:a+b?)+', flags: '' }), '')).toBe(true);
    expect(nested(parse({ where: '', pattern: '(?:-a+)+', flags: '' }), '')).toBe(false);
    expect(neighbouring(parse({ where: '', pattern: '\\s*\\n?\\s*', flags: '' }), '')).toBe(true);
  });

  it('repeat nothing without an end inside a repetition without an end', () => {
    expect(literals.filter((found) => nested(parse(found), found.flags)).map(({ where }) => where)).toEqual([]);
  });

  it('have no two repetitions without an end side by side that one character fits', () => {
    const onTexts = literals.filter(({ pattern }) => !onSlices.some((begin) => pattern.startsWith(begin)));
    expect(onTexts.filter((found) => neighbouring(parse(found), found.flags)).map(({ where }) => where)).toEqual([]);
  });
});
