/** Compares the documents with the code: links, paths, variables, metrics and commands exist, and none is missing. */
import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { secretVariables, variables } from '../../src/config/environment.ts';
import { createMetrics } from '../../src/log/metrics.ts';
import { messageStates } from '../../src/store/states.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];
const found = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([whole, group]) => group ?? whole)),
];

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('links to files that exist', () => {
    const links = found(text, /\]\((?!https?:|#)([^)#]+)[^)]*\)/g);
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  it('names files that exist', () => {
    const paths = found(text, /`((?:src|detectors|test|policies|config|scripts|docs|bench)\/[\w./-]*\w)\/?`/g);
    expect(paths.filter((path) => !/NAME|NNNN/.test(path) && !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('README.md', () => {
  it('names every environment variable, and no other', () => {
    const known = [...Object.keys(variables), ...Object.keys(secretVariables)];
    const named = found(read('README.md'), /`(HALLPASS_[A-Z_]+|[A-Z]+_URL)`/g);
    expect(named.sort()).toEqual(known.sort());
  });

  it('shows the output of the start', () => {
    const start = read('src/bin/start.ts');
    const shown = /```\n(Hallpass is running[\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
    const labels = found(shown, /^ {2}(Mail in|Mail out|Console|Data|Policy) /gm);
    expect(labels).toHaveLength(5);
    for (const text of [...labels, ...found(shown, /^(?: {2}(?:npm|bin).*|Try next.*|Set up.*|Press.*)$/gm)])
      expect(start).toContain(text);
  });
});

describe('docs/operations.md', () => {
  it('explains every metric, and no other', async () => {
    const metrics = (await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name);
    const own = metrics.filter((name) => name.startsWith('hallpass_'));
    expect(
      found(read('docs/operations.md'), /hallpass_[a-z_]+(?=[{`[(])/g)
        .filter((name) => name !== 'hallpass_queue')
        .sort(),
    ).toEqual(own.sort());
  });
});

describe('docs/flow.md', () => {
  it('draws every state', () => {
    const drawn = found(read('docs/flow.md'), /^ {2}(\w+) -->/gm);
    expect(drawn.sort()).toEqual([...messageStates].sort());
  });
});

it('every subcommand and option that the documents show exists', () => {
  const program = readdirSync(join(root, 'src/bin'))
    .map((name) => read(`src/bin/${name}`))
    .join('\n');
  const commands = found(program, /\.command\('([a-z-]+)'\)/g);
  const shown = pages.flatMap((page) =>
    found(read(page), /(?:bin\/|`)hallpass ((?!--)[a-z-]+(?: (?:list|show|release|reject)\b)?)/g),
  );
  expect(shown.length).toBeGreaterThan(10);
  for (const words of shown) for (const word of words.split(' ')) expect(commands).toContain(word);
});
