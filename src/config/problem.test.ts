/** Reading any file ends in data or in mistakes, and mistakes never quote its content. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearest } from './did-you-mean.ts';
import { describeProblems, parseWith, problemAt } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { configSchema } from './schema.ts';

const planted = 'planted-5ecret';
const keys = Object.keys(configSchema.shape);
const value = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(planted, 1, -1, 0.5, true, null, `${planted}@x`),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(...keys, 'listen', 'host', 'port', 'limits', 'domains', 'smarthosts', 'address', planted),
      tie('tree'),
      { maxKeys: 4 },
    ),
  ),
})).tree;

test('mistakes never repeat a value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys, planted), value, { minKeys: 1, maxKeys: 5 }), (raw) => {
      const result = parseWith(configSchema, raw);
      const problems = 'mistakes' in result ? result.mistakes.map((mistake) => problemAt(mistake, undefined)) : [];
      expect(describeProblems(problems)).not.toMatch(/planted|5ecret/);
    }),
  );
});

test('any text is read as YAML or refused without repeating it', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'a:',
      '  - b',
      '\tc: 1',
      '&x [*x]',
      '*y',
      '---',
      '"q',
      '{ a: 1',
      '? k',
      '<<: *x',
      '!!int z',
      '%YAML 9',
      'a: b: c',
      '|',
      '>',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const { problems, value: data } = readYaml([...lines, `x: ${planted}`].join('\n'));
      expect(describeProblems(problems)).not.toMatch(/planted|5ecret/);
      if (problems.length > 0) expect(data).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('lines are those of the keys, or of the nearest parent', () => {
  const { lineOf } = readYaml('a: 1\n\nb:\n  - c: 2\n    d: 3\n  - 4\n');
  expect([
    lineOf(['a']),
    lineOf(['b', 0, 'd']),
    lineOf(['b', 1]),
    lineOf(['b', 0, 'zz']),
    lineOf(['b', 7, 'c']),
    lineOf(['zz']),
  ]).toEqual([1, 5, 6, 4, 3, undefined]);
});

describe('did you mean', () => {
  test.each([
    ['ruels', ['rules', 'cases'], 'rules'],
    ['DOMAINS', ['domains'], 'domains'],
    ['x', ['rules'], undefined],
    ['passwort', ['user', 'password', 'passwordFile'], 'password'],
    [planted, keys, undefined],
  ])('%s of %j: %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
