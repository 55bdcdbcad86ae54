/** The words of a policy pack for completion: keys with their descriptions, allowed values, and codes of findings. */
import { policyNames } from '../config/policy-files.ts';
import { keysOf, type Key } from '../config/schema-tree.ts';
import { packSchema } from '../decide/pack-schema.ts';

/** What a value names: an id of the pack, a code of a finding, or an included pack. */
export type Reference = 'rules' | 'clauses' | 'groups' | 'policies' | 'codes' | 'packs';

export interface VocabularyKey {
  /** Keys above it, with `*` for an id: `clauses.*`. Empty at the top. */
  readonly parent: string;
  readonly name: string;
  readonly about: string;
  readonly shape: Key['shape'];
  readonly values: readonly string[];
  readonly refers: Reference | null;
}

export interface Vocabulary {
  readonly keys: readonly VocabularyKey[];
  readonly codes: readonly { readonly code: string; readonly title: string }[];
  readonly packs: readonly string[];
}

const references: Readonly<Record<string, Reference>> = {
  extends: 'packs',
  'clauses.*.policy': 'policies',
  'rules.clauses': 'clauses',
  'rules.when.codes': 'codes',
  'rules.when.notCodes': 'codes',
  'exceptions.rules': 'rules',
  'cases.input.findings.code': 'codes',
  'cases.expect.rules': 'rules',
  'cases.expect.codes': 'codes',
};
const groupKeys = /\.(?:notSender|sender|recipient)Groups$/;

export function packVocabulary(codes: readonly string[], titleOf: (code: string) => string): Vocabulary {
  return {
    keys: keysOf(packSchema).flatMap((key) => entriesOf(key, '')),
    codes: codes.map((code) => ({ code, title: titleOf(code) })),
    packs: policyNames(),
  };
}

function entriesOf({ name, description, shape, values, keys }: Key, parent: string): VocabularyKey[] {
  const path = parent === '' ? name : `${parent}.${name}`;
  const refers = references[path] ?? (groupKeys.test(path) ? 'groups' : null);
  const inside = shape === 'entries' ? `${path}.*` : path;
  return [
    { parent, name, about: description ?? '', shape, values, refers },
    ...keys.flatMap((key) => entriesOf(key, inside)),
  ];
}
