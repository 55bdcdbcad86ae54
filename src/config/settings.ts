/** Applies single settings to the data of a configuration file, and removes invalid ones from it. */
import type { Setting } from './environment.ts';
import type { Mistake, Path } from './problem.ts';

type Node = Record<string | number, unknown>;

/** A copy of the file's data with the settings applied. A value in the file that should be a section stays as it is. */
export function placeAll(value: unknown, settings: readonly Setting[]): unknown {
  const root = withoutNulls(value);
  for (const { path, value: setting } of settings) {
    if (isNode(root)) place(root, path, keepsOwn(root, path, setting));
  }
  return root;
}

/**
 * A copy without the invalid values, and the paths that were removed. An invalid list entry removes its whole list, so
 * that no index changes; `shorten` removes that many more levels, for mistakes about missing keys.
 */
export function pruned(
  value: unknown,
  mistakes: readonly Mistake[],
  shorten: number,
): { value: unknown; removed: readonly Path[] } {
  const copy = structuredClone(value);
  const removed: Path[] = [];
  for (const { path, unknownKey } of mistakes) {
    const list = path.findIndex((step) => typeof step === 'number');
    const whole = list < 0 ? path : path.slice(0, list);
    const cut = unknownKey || shorten === 0 ? whole : whole.slice(0, Math.max(1, whole.length - shorten));
    if (isNode(copy)) remove(copy, cut);
    if (!unknownKey || list >= 0) removed.push(cut);
  }
  return { value: copy, removed };
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Removes keys without a value, such as a section whose lines are all commented out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutNulls(entry));
  if (!isNode(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (entry === null ? [] : [[key, withoutNulls(entry)]])),
  );
}

function place(root: Node, path: Path, value: unknown): void {
  let node = root;
  for (const [at, step] of path.entries()) {
    if (at === path.length - 1) {
      node[step] = value;
      return;
    }
    node[step] ??= typeof path[at + 1] === 'number' ? [] : {};
    const next = node[step];
    if (!isNode(next)) return;
    node = next;
  }
}

function remove(root: Node, path: Path): void {
  let node: unknown = root;
  for (const step of path.slice(0, -1)) {
    if (!isNode(node)) return;
    node = node[step];
  }
  const last = path.at(-1);
  if (isNode(node) && last !== undefined) Reflect.deleteProperty(node, last);
}

/** A smart host that the file defines keeps its TLS and login settings when the environment names it. */
function keepsOwn(root: Node, path: Path, value: unknown): unknown {
  if (path.join('.') !== 'deliver.smarthosts' || !Array.isArray(value)) return value;
  const known: unknown = isNode(root['deliver']) ? root['deliver']['smarthosts'] : undefined;
  if (!Array.isArray(known)) return value;
  const address = (hop: unknown) => (isNode(hop) ? hop['address'] : undefined);
  return value.map((hop: unknown): unknown => known.find((other: unknown) => address(other) === address(hop)) ?? hop);
}
