/** Reads the invented texts of `own/`: lines that staff might write, and patterns that generate many such lines. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conducts, type Conduct } from '../../detectors/shared/conduct/conduct-models.ts';

export interface OwnLine {
  readonly text: string;
  readonly labels: readonly Conduct[];
  /** A line of everyday mail rather than a near miss. */
  readonly everyday: boolean;
}

/**
 * `labels: text`, the labels separated by commas or a dash for none.
 * @throws Error with file and line where a line has no labels or an unknown one
 */
export function ownLines(folder: string): OwnLine[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) =>
      contentOf(join(folder, name)).map(({ line, where }) => {
        const [, labels, text] = /^([a-z,-]+): (.+)$/.exec(line) ?? fail(where, 'expected labels, a colon and a text');
        return { labels: labelsOf(labels!, where), text: text!, everyday: name === 'work.txt' };
      }),
    );
}

/**
 * Texts made of the patterns: `labels xN: text` makes N of them, with one of the choices of each `{this|that}` and one word of
 * each `@class`.
 * @param random numbers in [0, 1)
 * @throws Error with file and line of an invalid pattern
 */
export function patternLines(folder: string, random: () => number): OwnLine[] {
  const classes = new Map(
    contentOf(join(folder, 'classes.txt')).map(({ line, where }) => {
      const [, name, words] = /^([a-z]+): (.+)$/.exec(line) ?? fail(where, 'expected a name, a colon and words');
      return [name!, words!.split('|')] as const;
    }),
  );
  const pick = (choices: readonly string[]): string => choices[Math.floor(random() * choices.length)]!;
  return contentOf(join(folder, 'patterns.txt')).flatMap(({ line, where }) => {
    const [, labels, times, pattern] =
      /^([a-z,-]+) x(\d+): (.+)$/.exec(line) ?? fail(where, 'expected labels, a number, a colon and a pattern');
    const fill = (): string =>
      pattern!
        .replaceAll(/\{([^{}]*)\}/g, (_, choices: string) => pick(choices.split('|')))
        .replaceAll(/@([a-z]+)/g, (_, name: string) => pick(classes.get(name) ?? fail(where, `no class ${name}`)))
        .replaceAll(/ {2,}/g, ' ');
    return Array.from({ length: Number(times) }, () => ({
      labels: labelsOf(labels!, where),
      text: fill(),
      everyday: false,
    }));
  });
}

function contentOf(file: string): { line: string; where: string }[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line, index) => ({ line, where: `${file}:${index + 1}` }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
}

function labelsOf(list: string, where: string): readonly Conduct[] {
  if (list === '-') return [];
  for (const label of list.split(','))
    if (!conducts.includes(label as Conduct)) fail(where, `there is no conduct ${label}`);
  return list.split(',') as Conduct[];
}

function fail(where: string, what: string): never {
  throw new Error(`${where}: ${what}`);
}
