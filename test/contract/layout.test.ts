/** Every file has a room, and none is too big to read: no loose files, no circles (workers that are loaded by URL included), short functions. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const longestFile = 300;
const longestFunction = 80;

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const product = filesOf('src', 'detectors');

function filesOf(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name))
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') })),
  );
}

test('no file lies directly in src/ or detectors/shared/', () => {
  const loose = product.filter(({ path }) => ['src', 'detectors/shared'].includes(dirname(path)));
  expect(loose.map(({ path }) => path)).toEqual([]);
});

test(`no file of the product has more than ${longestFile} lines`, () => {
  const long = product.filter(({ text }) => text.split('\n').length - 1 > longestFile);
  expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length - 1}`)).toEqual([]);
});

test(`no function of the product has more than ${longestFunction} lines`, () => {
  expect(product.flatMap(longFunctions)).toEqual([]);
});

test('no circle of imports, modules that are loaded by URL included', () => {
  const graph = new Map(product.map((file) => [file.path, targetsOf(file)]));
  expect(circleIn(graph)).toEqual([]);
});

function longFunctions({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const from = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const lines = source.getLineAndCharacterOfPosition(node.end).line - from + 1;
      if (lines > longestFunction) found.push(`${path}:${from + 1}: ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Modules whose code a module brings in: type imports are none, `new URL('./worker.ts', import.meta.url)` is one. */
function targetsOf({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node && ts.isStringLiteral(node) && node.text.startsWith('.'))
      found.push(normalize(join(dirname(path), node.text)));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
      add(node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && !node.isTypeOnly) add(node.moduleSpecifier);
    else if (ts.isNewExpression(node) && node.expression.getText() === 'URL') add(node.arguments?.[0]);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((target) => /\.tsx?$/.test(target));
}

/** The first circle that is met, as paths; empty where there is none. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (path: string): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    trail.push(path);
    for (const target of graph.get(path) ?? []) {
      const circle = walk(target);
      if (circle.length > 0) return circle;
    }
    trail.pop();
    done.add(path);
    return [];
  };
  for (const path of graph.keys()) {
    const circle = walk(path);
    if (circle.length > 0) return circle;
  }
  return [];
}
