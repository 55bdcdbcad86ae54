/** A mistake in a configuration or policy file: its place and what was expected there, never the value in the file. */
import { z } from 'zod';
import { nearest } from './did-you-mean.ts';

export type Path = readonly (string | number)[];

export interface Problem {
  /** `smtp.listen[0].port`, the name of an environment variable, or empty for the file as a whole. */
  readonly where: string;
  /** A description of what was expected: `expected a whole number of at most 65535`. */
  readonly expected: string;
  /** Line of the file, from 1, where known. */
  readonly line?: number;
}

/** A mistake by its path; the caller knows which file or variable the path belongs to. */
export interface Mistake {
  readonly path: Path;
  readonly expected: string;
  /** The last step of the path is a key that the schema does not know. */
  readonly unknownKey?: boolean;
}

const nouns: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys',
  record: 'a section with keys',
};

/** Checks a value and lists every mistake at once. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown): { data: T } | { mistakes: Mistake[] } {
  const result = schema.safeParse(value, { error: explain });
  return result.success
    ? { data: result.data }
    : { mistakes: result.error.issues.flatMap((issue) => mistakesOf(issue)) };
}

/** `['smtp', 'listen', 0, 'port']` as `smtp.listen[0].port`. Steps that do not look like keys are not repeated. */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : /^[\w.*@-]{1,60}$/.test(step) ? `.${step}` : '.?'))
    .join('')
    .replace(/^\./, '');
}

/** A mistake as a problem of the file that it was found in. */
export function problemAt({ path, expected, unknownKey }: Mistake, line: number | undefined): Problem {
  const where = pathText(unknownKey ? shownKey(path) : path);
  return { where, expected, ...(line === undefined ? {} : { line }) };
}

/** An unknown key may be a secret in the wrong place: only keys that look like words are shown. */
function shownKey(path: Path): Path {
  const key = path.at(-1);
  const looksLikeKey = typeof key === 'string' && /^[a-z]{2,12}([A-Z_-]?[a-z]{1,12}){0,3}$/i.test(key);
  return looksLikeKey ? path : [...path.slice(0, -1), '?'];
}

/** A list with one line per mistake, in the order of the file: `line 12  smtp.listen[0].port: expected …`. */
export function describeProblems(problems: readonly Problem[], file?: string): string {
  const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const lines = sorted.map(({ line, where, expected }) =>
    [line === undefined ? '' : `line ${line}  `, where === '' ? '' : `${where}: `, expected].join(''),
  );
  const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
  return [`${count}${file === undefined ? '' : ` in ${file}`}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function mistakesOf(issue: z.core.$ZodIssue, above: Path = []): Mistake[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') {
    const lines = issue.message.split('\n');
    return issue.keys.map((key, at) => ({
      path: [...path, key],
      expected: lines[at] ?? 'unknown key',
      unknownKey: true,
    }));
  }
  // The branch of a union that matched furthest explains the mistake.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const byDepth = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    if (depth(byDepth[0] ?? []) > 0) return (byDepth[0] ?? []).flatMap((inner) => mistakesOf(inner, path));
  }
  // A message in the schema has no verb: `a domain such as school.example`.
  const whole = /^(expected|missing|unknown)\b/.test(issue.message);
  return [{ path, expected: whole ? issue.message : `expected ${issue.message}` }];
}

const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map((issue) => (issue.code === 'unrecognized_keys' ? 1 : 0) + issue.path.length));

/** zod's own texts can quote values; these describe only what was expected. A message in the schema takes precedence. */
function explain(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const shape = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    return issue.keys.map((key) => unknownKey(key, shape)).join('\n');
  }
  const expected = `expected ${expectation(issue)}`;
  return issue.input === undefined ? `missing: ${expected}` : expected;
}

function unknownKey(key: string, known: readonly string[]): string {
  const guess = nearest(key, known);
  return guess === undefined ? 'unknown key' : `unknown key, did you mean "${guess}"?`;
}

function expectation(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return nouns[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') {
    return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'too_small') return bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum);
  if (issue.code === 'too_big') return bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
  if (issue.code === 'invalid_format') {
    if (issue.format === 'url') return 'a URL such as https://mail.school.example';
    return issue.format === 'regex' ? `text that matches ${issue.pattern}` : `text in the form of ${issue.format}`;
  }
  return 'a valid value';
}

function bound(origin: string, words: string, limit: number | bigint): string {
  if (origin === 'array') return `a list with ${words} ${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}`;
  if (origin === 'string') return `text of ${words} ${limit} ${Number(limit) === 1 ? 'character' : 'characters'}`;
  return `a number of ${words} ${limit}`;
}
