/** Puts together what rules and fitted models find of the same thing. How far either is believed is fitted, too: neither has a veto. */
import type { Finding, FindingCode, Reason, Span } from '../../detector.ts';
import type { ZoneName } from '../reading/zones/zone.ts';
import { openTreeModel, type TreeModel, type TreeModelData } from './tree-model.ts';

/** A pair as the models see it; its finding is made only where it is reported. */
export interface ModelPair extends Span {
  readonly code: FindingCode;
  readonly part: string;
  readonly subject: NonNullable<Finding['subject']>;
  /** Log-odds of the pair model. */
  readonly odds: number;
  /** In the order of `facts` of the joint's shape. */
  readonly facts: readonly number[];
  readonly toFinding: (score: number) => Finding;
  readonly evidence: () => readonly Reason[];
}

/** What is a finding, by a rule, by the models, or by both, with the numbers that the joint model weighs. */
export interface JointCase {
  readonly rule?: Finding;
  readonly pair?: ModelPair;
  readonly values: readonly number[];
}

export interface JointShape {
  readonly codes: readonly FindingCode[];
  /** Names of the facts of a pair that are weighed once more. */
  readonly facts: readonly string[];
  /** How the rules tied a finding to its student: contexts of their reasons. */
  readonly ties: readonly string[];
  /** Whether findings of one student and code in one part are one, wherever they stand. */
  readonly byCode: boolean;
}

/** Facts of the message that all its cases share. */
export interface JointMessage {
  readonly zoneOf: (part: string, offset: number) => ZoneName | undefined;
  readonly hasRoster: boolean;
  /** By how many words it speaks of school. */
  readonly schoolTalk: number;
}

/** Log-odds for what is not there: below all that any rule or model says. */
const absent = -8;
const zones: readonly ZoneName[] = [
  'own',
  'quoted',
  'forwarded',
  'signature',
  'legal',
  'list',
  'meeting',
  'auto',
  'machine',
];
const names = ['roster-name', 'context-name', 'misspelled', 'list'];

export function jointFeatures({ codes, facts, ties }: JointShape): string[] {
  return [
    ...['by models', 'by rules', 'student by models', 'student by rules', 'others by models', 'others by rules'],
    ...['rule reasons', 'name elsewhere', 'on roster', 'roster off', 'students by rules', 'other kinds of the student'],
    'students alike',
    ...names.map((name) => `rule ${name}`),
    ...ties.map((tie) => `rule ${tie}`),
    ...zones.map((zone) => `zone ${zone}`),
    ...codes,
    ...facts.map((fact) => `pair ${fact}`),
    'school talk',
  ];
}

export function jointCases(
  rules: readonly Finding[],
  pairs: readonly ModelPair[],
  shape: JointShape,
  message: JointMessage,
): JointCase[] {
  const byPlace = Map.groupBy(pairs, ({ part }) => part);
  const indexes = new Map([...byPlace].map(([part, own]) => [part, indexOf(own)]));
  const taken = new Set<ModelPair>();
  const cases = rules.map((rule) => {
    const own = (indexes.get(rule.part)?.get(nameOf(rule.subject)) ?? []).filter((pair) => same(rule, pair, shape));
    for (const pair of own) taken.add(pair);
    const pair = own.length === 0 ? undefined : own.reduce((best, one) => (one.odds > best.odds ? one : best));
    return { rule, ...(pair ? { pair } : {}) };
  });
  const all: Omit<JointCase, 'values'>[] = [
    ...cases,
    ...pairs.filter((pair) => !taken.has(pair)).map((pair) => ({ pair })),
  ];
  const students = new Map<string, { models: number; rules: number }>();
  const places = new Map<string, Map<string, { models: number; rules: number }>>();
  const kinds = new Map<string, Set<string>>();
  const alike = new Map<string, Set<string>>();
  for (const one of all) {
    const odds = oddsOf(one);
    const name = nameOf(subjectOf(one));
    raise(students, name, odds);
    const place = placeOf(one);
    let at = places.get(place);
    if (!at) {
      at = new Map<string, { models: number; rules: number }>();
      places.set(place, at);
    }
    raise(at, name, odds);
    if (Math.max(odds.models, odds.rules) > 0) {
      addTo(kinds, name, codeOf(one));
      addTo(alike, codeOf(one), name);
    }
  }
  const named = new Set(rules.map(({ subject }) => nameOf(subject))).size;
  return all.map((one) => ({
    ...one,
    values: valuesOf(one, { students, places, kinds, alike, named }, shape, message),
  }));
}

interface Known {
  readonly students: ReadonlyMap<string, { models: number; rules: number }>;
  readonly places: ReadonlyMap<string, ReadonlyMap<string, { models: number; rules: number }>>;
  /** Codes of a student that are more likely than not. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Students of a code, the same way. */
  readonly alike: ReadonlyMap<string, ReadonlySet<string>>;
  readonly named: number;
}

function valuesOf(one: Omit<JointCase, 'values'>, known: Known, shape: JointShape, message: JointMessage): number[] {
  const { rule, pair } = one;
  const { part, start, code } = rule ?? pair!;
  const name = nameOf(subjectOf(one));
  const kinds = known.kinds.get(name);
  const alike = known.alike.get(code);
  const odds = oddsOf(one);
  const student = known.students.get(name)!;
  const others = { models: absent, rules: absent };
  for (const [other, its] of known.places.get(placeOf(one))!) {
    if (other === name) continue;
    others.models = Math.max(others.models, its.models);
    others.rules = Math.max(others.rules, its.rules);
  }
  const reasons = rule?.because ?? [];
  const zone = message.zoneOf(part, start);
  return [
    ...[odds.models, odds.rules, student.models, student.rules, others.models, others.rules],
    ...[reasons.length, Number(reasons.some((reason) => reason.rule === 'other-part'))],
    ...[Number(subjectOf(one)?.id !== undefined), Number(!message.hasRoster), Math.min(8, known.named)],
    Math.min(3, (kinds?.size ?? 0) - Number(kinds?.has(code) ?? false)),
    Math.min(8, (alike?.size ?? 0) - Number(alike?.has(name) ?? false)),
    ...names.map((kind) => Number(reasons[0]?.rule.includes(kind) === true)),
    ...shape.ties.map((tie) => Number(reasons.some(({ context }) => context === tie))),
    ...zones.map((kind) => Number(zone === kind)),
    ...shape.codes.map((kind) => Number(kind === code)),
    ...shape.facts.map((_, at) => pair?.facts[at] ?? 0),
    message.schoolTalk,
  ];
}

/** How sure a finding has to be. */
export interface LeastScores {
  /** Where a rule speaks for it. */
  readonly byRules: number;
  /** Where the models find it alone, by code; codes that are not named ask for no more. */
  readonly alone: Readonly<Record<string, number>>;
  /** Where they find it alone and its student is not on the roster, by code or else by `other`: ordinary mail is full of names. */
  readonly strangers: Readonly<Record<string, number>> & { readonly other: number };
}

export interface JointModelData extends TreeModelData {
  readonly least: LeastScores;
}

export interface JointModel {
  readonly trees: TreeModel;
  readonly least: LeastScores;
}

export function openJointModel(data: JointModelData): JointModel {
  return { trees: openTreeModel(data), least: data.least };
}

/** Findings that reach the least score, theirs or the one given, whichever is higher. Both kinds of evidence are named. */
export function jointFindings(cases: readonly JointCase[], { trees, least }: JointModel, minScore: number): Finding[] {
  return cases.flatMap(({ rule, pair, values }): Finding[] => {
    const score = trees.probability(values);
    const { code, subject } = rule ?? pair!;
    const stranger =
      rule === undefined && subject?.id === undefined ? (least.strangers[code] ?? least.strangers.other) : 0;
    const asked = rule ? least.byRules : (least.alone[code] ?? 0);
    if (score < Math.max(minScore, asked, stranger)) return [];
    const rounded = Math.min(0.99, Math.round(100 * score) / 100);
    if (!rule) return [pair!.toFinding(rounded)];
    return [{ ...rule, score: rounded, because: [...rule.because, ...(pair?.evidence().slice(0, 3) ?? [])] }];
  });
}

function indexOf(pairs: readonly ModelPair[]): Map<string, ModelPair[]> {
  return Map.groupBy(pairs, ({ subject }) => nameOf(subject));
}

function same(rule: Finding, pair: ModelPair, { byCode }: JointShape): boolean {
  if (byCode && !/ssn|student-id/.test(rule.code)) return rule.code === pair.code;
  return pair.start < rule.end && pair.end > rule.start;
}

function oddsOf({ rule, pair }: Omit<JointCase, 'values'>): { models: number; rules: number } {
  return { models: pair?.odds ?? absent, rules: rule ? logOdds(rule.score) : absent };
}

function subjectOf({ rule, pair }: Omit<JointCase, 'values'>): Finding['subject'] {
  return (rule ?? pair!).subject;
}

function codeOf({ rule, pair }: Omit<JointCase, 'values'>): string {
  return (rule ?? pair!).code;
}

/** Rules and models may cut a locator differently, but both name its beginning or end. */
function placeOf({ rule, pair }: Omit<JointCase, 'values'>): string {
  const { part, start } = pair ?? rule!;
  return `${part} ${start}`;
}

function addTo(of: Map<string, Set<string>>, key: string, value: string): void {
  const known = of.get(key);
  if (known) known.add(value);
  else of.set(key, new Set([value]));
}

function raise(
  of: Map<string, { models: number; rules: number }>,
  key: string,
  odds: { models: number; rules: number },
): void {
  const known = of.get(key);
  if (!known) of.set(key, { ...odds });
  else {
    known.models = Math.max(known.models, odds.models);
    known.rules = Math.max(known.rules, odds.rules);
  }
}

/** The id where the roster gives one, else the words of the name in alphabetical order. */
export function nameOf(subject: Finding['subject']): string {
  return subject?.id ?? subject?.name.toLowerCase().split(/\s+/).sort().join(' ') ?? '';
}

export function logOdds(score: number): number {
  const within = Math.min(0.99, Math.max(0.01, score));
  return Math.log(within / (1 - within));
}
