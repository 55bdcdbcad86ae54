/** Reads a policy pack from its file, merges what it extends and checks every reference, all mistakes at once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isPolicyFile, namedPolicyFile, policyNames } from '../config/policy-files.ts';
import { nearest } from '../config/did-you-mean.ts';
import { describeProblems, parseWith, problemAt, type Mistake, type Path, type Problem } from '../config/problem.ts';
import { readYaml, type YamlFile } from '../config/read-yaml.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { withoutForeignPolicies } from './foreign-policies.ts';
import { packSchema, type PackFile, type PolicyPack, type Rule } from './pack-schema.ts';

export type Groups = PolicyPack['groups'];

/**
 * @param nameOrPath the name of a pack in policies/ or the path of a YAML file
 * @param groups `district.groups` of the configuration
 * @throws HallpassError `policy.not-found`, or `policy.invalid` whose text lists every mistake, never a value
 */
export function loadPack(nameOrPath: string, groups: Groups = {}): PolicyPack {
  return withGroups(resolvedPack(nameOrPath, process.cwd(), []), groups);
}

/** Groups of the configuration that the pack does not have: misspelt, or meant for another pack. */
export function unknownGroups(nameOrPath: string, groups: Groups): string[] {
  const known = loadPack(nameOrPath).groups;
  return Object.keys(groups).filter((id) => !Object.hasOwn(known, id));
}

/** The pack with further people in its groups, and another hash, as it decides differently. */
export function withGroups(pack: PolicyPack, groups: Groups): PolicyPack {
  const added = Object.entries(groups).filter(([, people]) => people.length > 0);
  if (added.length === 0) return pack;
  const hash = createHash('sha256')
    .update(JSON.stringify([pack.hash, added]))
    .digest('hex');
  const people = added.map(([id, more]): [string, string[]] => [id, [...(pack.groups[id] ?? []), ...more]]);
  return { ...pack, hash, groups: { ...pack.groups, ...Object.fromEntries(people) } };
}

/** The written policy of the district as the configuration has it: `district.policy`. */
export interface WrittenPolicy {
  readonly title: string;
  readonly titleEs?: string | undefined;
  readonly link?: string | undefined;
  readonly clauses: readonly {
    readonly number: string;
    readonly numberEs?: string | undefined;
    readonly text: string;
    readonly textEs?: string | undefined;
    /** Ids of the rules that enforce the clause. */
    readonly rules: readonly string[];
  }[];
  /** Entered in the console, for whatever pack comes: rules that the pack does not have are left out instead of refused. */
  readonly isEntered?: boolean;
}

/**
 * The pack of a district: with its people in the groups, and with its own written policy, never with another district's.
 *
 * @throws HallpassError as `loadPack`; `policy.invalid` where a clause names a rule that the pack does not have
 */
export function loadDistrictPack(
  nameOrPath: string,
  {
    groups,
    policy,
    name,
  }: { readonly groups: Groups; readonly policy?: WrittenPolicy | undefined; readonly name?: string },
): PolicyPack {
  const pack = withoutForeignPolicies(loadPack(nameOrPath, groups), name);
  return policy === undefined ? pack : withWrittenPolicy(pack, policy);
}

/** The rules cite the district's clauses in the place of those that the pack has for them. */
export function withWrittenPolicy(pack: PolicyPack, policy: WrittenPolicy): PolicyPack {
  const known = new Set(pack.rules.map(({ id }) => id));
  const unknown = [...new Set(policy.clauses.flatMap(({ rules }) => rules))].filter((id) => !known.has(id));
  if (unknown.length > 0 && policy.isEntered !== true)
    throw new HallpassError(
      'policy.invalid',
      `district.policy names rules that ${pack.name} does not have: ${unknown.join(', ')}`,
    );
  const { title, titleEs, link } = policy;
  const clauses = policy.clauses.map(({ rules, numberEs, textEs, ...clause }, index) => ({
    id: `district-${index + 1}`,
    rules,
    clause: {
      policy: 'district',
      ...clause,
      ...(numberEs !== undefined && { numberEs }),
      ...(textEs !== undefined && { textEs }),
    },
  }));
  const citing = (rule: Rule): Rule => {
    const own = clauses.filter(({ rules }) => rules.includes(rule.id)).map(({ id }) => id);
    return own.length === 0 ? rule : { ...rule, clauses: own };
  };
  return {
    ...pack,
    hash: createHash('sha256')
      .update(JSON.stringify([pack.hash, policy]))
      .digest('hex'),
    policies: {
      ...pack.policies,
      district: { title, ...(titleEs !== undefined && { titleEs }), ...(link !== undefined && { link }) },
    },
    clauses: { ...pack.clauses, ...Object.fromEntries(clauses.map(({ id, clause }) => [id, clause])) },
    rules: pack.rules.map(citing),
  };
}

/**
 * Parses the text of a pack, for packs that are not on disk.
 * @param folder base folder of relative paths in `extends`
 * @throws as `loadPack`
 */
export function parsePack(text: string, folder: string, label = 'the pack'): PolicyPack {
  return packOf(text, folder, label, []);
}

/** A pack, or everything that is wrong with its text. */
export type PackReading = { readonly lineOf: YamlFile['lineOf'] } & (
  { readonly pack: PolicyPack } | { readonly problems: readonly Problem[] }
);

/**
 * Reads the text of a draft or of a stored version, which may extend included packs only: it comes from a browser or from
 * the database, and must not make the gateway read other files.
 */
export function readPackText(text: string): PackReading {
  return readText(text, extendedByName);
}

/** The text of the pack as its author wrote it. @throws HallpassError `policy.not-found` */
export function packSource(nameOrPath: string): string {
  return readPackFile(packFile(nameOrPath, process.cwd()));
}

function resolvedPack(nameOrPath: string, folder: string, loading: readonly string[]): PolicyPack {
  const file = packFile(nameOrPath, folder);
  if (loading.includes(file)) throw new HallpassError('policy.invalid', `extends refers back to ${file}`);
  return packOf(readPackFile(file), dirname(file), file, [...loading, file]);
}

function packFile(nameOrPath: string, folder: string): string {
  const file = isPolicyFile(nameOrPath) ? resolve(folder, nameOrPath) : namedPolicyFile(nameOrPath);
  if (file === undefined) throw new HallpassError('policy.not-found', `expected one of ${policyNames().join(', ')}`);
  return file;
}

function readPackFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new HallpassError('policy.not-found', `${file} (${codeOf(error)})`, { cause: error });
  }
}

function packOf(text: string, folder: string, label: string, loading: readonly string[]): PolicyPack {
  const reading = readText(text, (base) => resolvedPack(base, folder, loading));
  if ('problems' in reading) throw new HallpassError('policy.invalid', describeProblems(reading.problems, label));
  return reading.pack;
}

function extendedByName(name: string): PolicyPack | string {
  return namedPolicyFile(name) === undefined
    ? `expected the name of an included pack: ${policyNames().join(', ')}. A pack that is edited here extends no other file`
    : loadPack(name);
}

/** @param extended the pack that the text extends, or what was expected in the place of its name */
function readText(text: string, extended: (nameOrPath: string) => PolicyPack | string): PackReading {
  const yaml = readYaml(text);
  const { lineOf } = yaml;
  const wrong = (mistakes: readonly Mistake[]): PackReading => ({
    lineOf,
    problems: mistakes.map((mistake) => problemAt(mistake, lineOf(mistake.path))),
  });
  if (yaml.problems.length > 0) return { lineOf, problems: yaml.problems };
  const parsed = parseWith(packSchema, yaml.value ?? {});
  if ('mistakes' in parsed) return wrong(parsed.mistakes);
  const own = parsed.data;
  const base = own.extends === undefined ? undefined : extended(own.extends);
  if (typeof base === 'string') return wrong([{ path: ['extends'], expected: base }]);
  const pack = merged(own, base);
  const mistakes = referenceMistakes(own, pack);
  return mistakes.length > 0 ? wrong(mistakes) : { lineOf, pack };
}

function merged(own: PackFile, base: PolicyPack | undefined): PolicyPack {
  const content = {
    name: own.name,
    title: own.title,
    version: own.version,
    monitor: own.monitor || base?.monitor === true,
    minScore: own.minScore ?? base?.minScore ?? 0,
    timeZone: own.timeZone ?? base?.timeZone ?? 'UTC',
    policies: { ...base?.policies, ...own.policies },
    clauses: { ...base?.clauses, ...own.clauses },
    groups: { ...base?.groups, ...own.groups },
    rules: byId(base?.rules ?? [], own.rules),
    exceptions: byId(base?.exceptions ?? [], own.exceptions),
  };
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { ...content, hash, ownRules: idsOf(own.rules), ownExceptions: idsOf(own.exceptions), cases: own.cases };
}

const idsOf = (entries: readonly { readonly id: string }[]): string[] => entries.map(({ id }) => id);

/** Own entries take the places of those that they replace; a repeated id within a pack is reported later. */
function byId<T extends { readonly id: string }>(base: readonly T[], own: readonly T[]): T[] {
  const replaced = base.map((entry) => own.find(({ id }) => id === entry.id) ?? entry);
  return [...replaced, ...own.filter((entry) => !replaced.includes(entry))];
}

function referenceMistakes(own: PackFile, pack: PolicyPack): Mistake[] {
  const rules = pack.rules.map(({ id }) => id);
  const known = {
    clause: Object.keys(pack.clauses),
    policy: Object.keys(pack.policies),
    group: Object.keys(pack.groups),
    rule: rules,
  };
  const mistakes: Mistake[] = [];
  const refer = (kind: keyof typeof known, ids: readonly string[] | undefined, path: Path) => {
    for (const [at, id] of (ids ?? []).entries()) {
      if (known[kind].includes(id)) continue;
      const guess = nearest(id, known[kind]);
      mistakes.push({
        path: [...path, at],
        expected: `expected the id of a ${kind}${guess === undefined ? '' : `, did you mean "${guess}"?`}`,
      });
    }
  };
  if (rules.length === 0)
    mistakes.push({ path: ['rules'], expected: 'expected at least one rule; without rules everything is delivered' });
  for (const [id, clause] of Object.entries(own.clauses)) {
    if (!known.policy.includes(clause.policy))
      mistakes.push({ path: ['clauses', id, 'policy'], expected: 'expected the id of a policy' });
  }
  for (const [at, { when, clauses }] of own.rules.entries()) {
    refer('clause', clauses, ['rules', at, 'clauses']);
    for (const key of groupKeys) refer('group', when[key], ['rules', at, 'when', key]);
  }
  for (const [at, { rules: ids, when }] of own.exceptions.entries()) {
    refer('rule', ids, ['exceptions', at, 'rules']);
    for (const key of groupKeys) refer('group', when[key], ['exceptions', at, 'when', key]);
  }
  return [...mistakes, ...repeated(own.rules, 'rules'), ...repeated(own.exceptions, 'exceptions')];
}

const groupKeys = ['senderGroups', 'notSenderGroups', 'recipientGroups'] as const;

function repeated(entries: readonly { readonly id: string }[], key: string): Mistake[] {
  return entries.flatMap(({ id }, at) =>
    entries.findIndex((other) => other.id === id) < at
      ? [{ path: [key, at, 'id'], expected: 'expected an id that no other entry has' }]
      : [],
  );
}
