/** Reads a YAML file into plain data, with the line of each path; mistakes never quote its content. */
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { Document, ErrorCode } from 'yaml';
import { preparedValue } from '../../detectors/shared/text/prepared-data.ts';
import type { Path, Problem } from './problem.ts';

export interface YamlFile {
  readonly value: unknown;
  /** Syntax mistakes by line; where there are any, `value` is undefined. */
  readonly problems: readonly Problem[];
  /** Line, from 1, of the value at the path or of its nearest parent. */
  readonly lineOf: (path: Path) => number | undefined;
}

// The parser's own messages can quote the text, so each common error code has a message here.
const meanings: Partial<Record<ErrorCode, string>> = {
  BAD_INDENT: 'wrong indentation',
  DUPLICATE_KEY: 'the same key twice',
  MISSING_CHAR: 'a missing quote, bracket, colon or space',
  MULTIPLE_DOCS: 'a second document (---); expected only one',
  MULTILINE_IMPLICIT_KEY: 'a key that continues over several lines; is a colon missing?',
  TAB_AS_INDENT: 'a tab; use spaces to indent',
  UNEXPECTED_TOKEN: 'unexpected text',
  BAD_SCALAR_START: 'text that starts with a reserved character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a nested section where a plain value is expected',
  IMPOSSIBLE: 'unexpected text',
};

/** The parser is loaded where a text was not prepared: policies of the product are. */
const yaml = (): typeof Yaml => createRequire(import.meta.url)('yaml') as typeof Yaml;

export function readYaml(text: string): YamlFile {
  const value = preparedValue(text);
  return value === undefined
    ? parseText(text)
    : { value, problems: [], lineOf: (path) => parseText(text).lineOf(path) };
}

function parseText(text: string): YamlFile {
  const { LineCounter, parseDocument } = yaml();
  const counter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: counter, logLevel: 'silent' });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const problems: Problem[] = document.errors.map((error) => {
    const { line, col } = counter.linePos(error.pos[0]);
    return {
      where: `column ${col}`,
      expected: `not readable as YAML: ${meanings[error.code] ?? 'a syntax error'}`,
      line,
    };
  });
  return {
    value: problems.length === 0 ? toPlain(document, problems) : undefined,
    problems,
    lineOf: (path) => {
      const offset = offsetOf(document, path);
      return offset === undefined ? undefined : lineAt(offset);
    },
  };
}

function toPlain(document: Document.Parsed, problems: Problem[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 }) as unknown;
  } catch (error) {
    // An alias without an anchor, or aliases that expand without limit.
    if (!(error instanceof ReferenceError)) throw error;
    problems.push({ where: '', expected: 'not readable as YAML: an alias (*name) that cannot be resolved' });
    return undefined;
  }
}

function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  const { isMap, isScalar, isSeq } = yaml();
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if ((isScalar(node) || isMap(node) || isSeq(node)) && node.range) offset = node.range[0];
    } else break;
  }
  return offset;
}
