/** Completion in the text of a policy: what can stand at the caret, by the keys above it. Reads no more than the lines above. */
import type { CheckedPolicy, PolicyVocabulary } from '../../contract/policy-versions.ts';

type Ids = NonNullable<CheckedPolicy['pack']>['ids'];

export interface Words {
  readonly vocabulary: PolicyVocabulary;
  /** Ids of the last text without mistakes, those of the pack that it extends included. */
  readonly ids: Ids;
}

export interface Choice {
  readonly text: string;
  readonly about: string;
}

export interface Completion {
  /** Offset at which the word begins that a choice replaces; it ends at the caret. */
  readonly from: number;
  readonly choices: readonly Choice[];
}

/** Place of the caret: the keys above it, and the word that is being written. */
interface Place {
  readonly path: readonly string[];
  readonly kind: 'key' | 'value';
  readonly word: string;
}

const shown = 60;

export function completionAt(text: string, caret: number, { vocabulary, ids }: Words): Completion | undefined {
  const before = text.slice(0, caret).split('\n');
  const place = placeOf(before);
  if (place === undefined) return undefined;
  const values = place.kind === 'key' ? [] : valuesAt(place.path, vocabulary, withOwnIds(ids, text));
  // Where no value is known, as at the first key of an entry of a list.
  const all = values.length === 0 ? keysAt(place.path, vocabulary) : values;
  const word = place.word.toLowerCase();
  const rank = (choice: Choice): number => (choice.text.toLowerCase().startsWith(word) ? 0 : 1);
  const choices = all
    .filter((choice) => choice.text.toLowerCase().includes(word) && choice.text !== place.word)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, shown);
  return choices.length === 0 ? undefined : { from: caret - place.word.length, choices };
}

/** The `parent` of the vocabulary for a path: ids, which are free, become `*`. */
function parentOf(path: readonly string[], { keys }: PolicyVocabulary): string {
  let parent = '';
  for (const step of path) {
    const key = keys.find((one) => one.parent === parent && one.name === step);
    if (key === undefined && !parent.endsWith('.*')) return '?';
    if (key === undefined) continue;
    const at = parent === '' ? step : `${parent}.${step}`;
    parent = key.shape === 'entries' ? `${at}.*` : at;
  }
  return parent;
}

function keysAt(path: readonly string[], vocabulary: PolicyVocabulary): Choice[] {
  const parent = parentOf(path, vocabulary);
  return vocabulary.keys
    .filter((key) => key.parent === parent)
    .map(({ name, about }) => ({ text: `${name}: `, about }));
}

function valuesAt(path: readonly string[], vocabulary: PolicyVocabulary, ids: Ids): Choice[] {
  const name = path.at(-1);
  const parent = parentOf(path.slice(0, -1), vocabulary);
  const key = vocabulary.keys.find((one) => one.parent === parent && one.name === name);
  if (key === undefined) return [];
  if (key.refers === null) return key.values.map((text) => ({ text, about: '' }));
  if (key.refers === 'codes') return codesOf(vocabulary);
  const names = key.refers === 'packs' ? vocabulary.packs : ids[key.refers];
  return names.map((text) => ({ text, about: '' }));
}

function codesOf({ codes }: PolicyVocabulary): Choice[] {
  const families = [...new Set(codes.map(({ code }) => code.slice(0, code.indexOf('.'))))];
  return [
    ...codes.map(({ code, title }) => ({ text: code, about: title })),
    ...families.map((family) => ({ text: `${family}.*`, about: 'all of its codes' })),
  ];
}

/** Ids of rules that have just been written are offered before the text is free of mistakes. */
function withOwnIds(ids: Ids, text: string): Ids {
  const own = [...text.matchAll(/^ *- (?:\{ *)?id: *([a-z0-9][a-z0-9.-]*)/gm)].map(([, id]) => id!);
  return { ...ids, rules: [...new Set([...ids.rules, ...own])] };
}

function placeOf(lines: readonly string[]): Place | undefined {
  const line = lines.at(-1) ?? '';
  if (/^\s*#/.test(line) || /\s#/.test(line)) return undefined;
  const lead = /^\s*(?:- +)*/.exec(line)![0];
  const rest = line.slice(lead.length);
  const above = keysAbove(lines.slice(0, -1), lead);
  const block = /^([A-Za-z0-9_.-]+):(?:\s+(.*)|\s*)$/.exec(rest);
  if (block === null) {
    if (/^[{[]/.test(rest)) return inFlow(rest, above);
    if (!/^[A-Za-z0-9_.*-]*$/.test(rest)) return undefined;
    // An entry of a list is a value where its key refers to ids or has certain values, otherwise the first key of a section.
    return lead.includes('- ') ? { path: above, kind: 'value', word: rest } : { path: above, kind: 'key', word: rest };
  }
  const path = [...above, block[1]!];
  const value = block[2] ?? '';
  if (/^[{[]/.test(value)) return inFlow(value, path);
  return /^[\w.*-]*$/.test(value) ? { path, kind: 'value', word: value } : undefined;
}

/** Keys of the sections around a line, from the indentation of the lines above it. */
function keysAbove(lines: readonly string[], lead: string): string[] {
  const keys: string[] = [];
  // A dash opens an entry of a list, whose key stands at most as far right as the dash.
  let below = lead.includes('-') ? lead.indexOf('-') + 1 : lead.length;
  for (const line of lines.toReversed()) {
    if (below === 0) break;
    const [, indent = '', dashes = '', key] = /^( *)((?:- +)*)(?:([A-Za-z0-9_.-]+):)?/.exec(line) ?? [];
    if (/^\s*(#|$)/.test(line)) continue;
    const at = indent.length + dashes.length;
    if (key !== undefined && at < below) {
      keys.unshift(key);
      below = dashes === '' ? at : indent.length + 1;
    } else if (dashes !== '' && indent.length < below) below = indent.length + 1;
  }
  return keys;
}

/** Inside of `{ … }` and `[ … ]` on one line. */
function inFlow(text: string, above: readonly string[]): Place | undefined {
  const open: { isMap: boolean; key: string | undefined }[] = [];
  let word = '';
  for (const sign of text) {
    const top = open.at(-1);
    if (sign === '{' || sign === '[') open.push({ isMap: sign === '{', key: undefined });
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === ':' && top?.isMap === true && top.key === undefined) top.key = word;
    else if (sign === ',') {
      if (top?.isMap === true) top.key = undefined;
    } else if (sign === '"' || sign === "'") return undefined;
    else if (sign !== ' ') {
      word += sign;
      continue;
    }
    if (sign !== ' ' || word !== '') word = '';
  }
  const top = open.at(-1);
  if (top === undefined) return undefined;
  const path = [...above, ...open.flatMap(({ key }) => key ?? [])];
  return { path, kind: top.isMap && top.key === undefined ? 'key' : 'value', word };
}
