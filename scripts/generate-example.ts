/** Generates config/hallpass.example.yaml: every key with its description and its default, in a file that can be loaded unchanged. */
import { stringify } from 'yaml';
import { secretVariables, variables } from '../src/config/environment.ts';
import { configSchema } from '../src/config/schema.ts';
import { keysOf, type Key } from '../src/config/schema-tree.ts';

const width = 118;

export function exampleConfig(): string {
  const head = [
    '# Configuration of Hallpass. Generated from src/config/schema.ts by scripts/generate.ts; every value shown is the default.',
    '# Copy this file, keep the settings that you change, and check it with: bin/hallpass check-config FILE',
    '# Relative paths are relative to the folder of this file.',
    '#',
    '# Environment variables override this file:',
    ...Object.entries(variables).map(([name, { about }]) => `#   ${name}: ${about}`),
    '# Secrets can be set directly or as NAME_FILE with the path of a file that contains the value:',
    ...Object.entries(secretVariables).map(([name, { about }]) => `#   ${name}: ${about}`),
    '',
  ];
  return [...head, ...keysOf(configSchema).flatMap((key) => [...linesOf(key, ''), ''])].join('\n');
}

function linesOf(key: Key, indent: string): string[] {
  const { name, shape, fallback, keys } = key;
  const about = comment(
    [key.description ?? '', key.type.startsWith('one of') ? sentence(key.type) : ''].join(' ').trim(),
    indent,
  );
  if (shape === 'section' && fallback !== undefined) {
    return [...about, `${indent}${name}:`, ...keys.flatMap((inner) => linesOf(inner, `${indent}  `))];
  }
  if (fallback === undefined) {
    const inner = keys.map((one) => `${indent}#   ${one.name}: ${one.description ?? ''}`.trimEnd());
    return [...about, `${indent}# ${name}:`, ...inner];
  }
  const entry =
    keys.length > 0
      ? [`${indent}# Keys of an entry:`, ...keys.flatMap((one) => comment(entryKey(one), `${indent}#  `))]
      : [];
  return [
    ...about,
    ...entry,
    `${indent}${name}: ${stringify(fallback, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`,
  ];
}

function entryKey({ name, description, fallback, required, type }: Key): string {
  const standing = required ? 'required' : fallback === undefined ? '' : `default ${JSON.stringify(fallback)}`;
  const notes = [type.startsWith('one of') ? type : '', standing].filter((note) => note !== '').join('; ');
  return `- ${name}${notes === '' ? '' : ` (${notes})`}${description === undefined ? '' : `: ${description}`}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Text as comment lines that start with the indent and `#`; an indent that is itself a comment is not changed. */
function comment(text: string, indent: string): string[] {
  const start = indent.includes('#') ? indent : `${indent}#`;
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(' ').filter((one) => one !== '')) {
    if (line.length + 1 + word.length > width) {
      lines.push(line);
      line = start;
    }
    line += ` ${word}`;
  }
  return line === start ? lines : [...lines, line];
}
