/** Puts together what rules and fitted models find of the same thing. How far either is believed is fitted, too: neither has a veto. */
import type { Finding, FindingCode, Reason, Span } from '../../detector.ts';
import type { ZoneName } from '../reading/zones/zone.ts';

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
  const nameOf = keptNames();
  const all = unweighedCases(rules, pairs, shape, nameOf);
  const students = new Map<string, Odds>();
  const kinds = new Map<string, Set<string>>();
  const alike = new Map<string, Set<string>>();
  for (const { name, odds, place, rule, pair } of all) {
    raise(students, name, odds);
    raise(place.names, name, odds);
    if (Math.max(odds.models, odds.rules) <= 0) continue;
    const { code } = rule ?? pair!;
    addTo(kinds, name, code);
    addTo(alike, code, name);
  }
  const named = new Set(rules.map(({ subject }) => nameOf(subject))).size;
  const known = { students, kinds, alike, named };
  return all.map((one): JointCase => {
    const { rule, pair } = one;
    const values = valuesOf(one, known, shape, message);
    if (!rule) return { pair: pair!, values };
    return pair ? { rule, pair, values } : { rule, values };
  });
}

interface Odds {
  models: number;
  rules: number;
}

/** What is said at one place, by student. */
interface Place {
  readonly names: Map<string, Odds>;
  surest?: Record<keyof Odds, Surest>;
}

/** The highest odds, whose they are, and the highest of all others. */
interface Surest {
  readonly name: string;
  readonly odds: number;
  readonly others: number;
}

interface Unweighed {
  readonly rule: Finding | undefined;
  readonly pair: ModelPair | undefined;
  readonly name: string;
  readonly odds: Odds;
  readonly place: Place;
}

/** Rules first, each with its surest pair, then the pairs of which no rule speaks. */
function unweighedCases(
  rules: readonly Finding[],
  pairs: readonly ModelPair[],
  shape: JointShape,
  nameOf: (subject: Finding['subject']) => string,
): Unweighed[] {
  const indexes = new Map<string, Map<string, ModelPair[]>>();
  if (rules.length > 0)
    for (const [part, own] of Map.groupBy(pairs, (pair) => pair.part))
      indexes.set(
        part,
        Map.groupBy(own, ({ subject }) => nameOf(subject)),
      );
  const places = new Map<string, Map<number, Place>>();
  const all: Unweighed[] = [];
  const add = (rule: Finding | undefined, pair: ModelPair | undefined): void => {
    const odds = { models: pair?.odds ?? absent, rules: rule ? logOdds(rule.score) : absent };
    const place = placeIn(places, pair ?? rule!);
    all.push({ rule, pair, name: nameOf((rule ?? pair!).subject), odds, place });
  };
  const taken = new Set<ModelPair>();
  for (const rule of rules) {
    const byCode = shape.byCode && !/ssn|student-id/.test(rule.code);
    let best: ModelPair | undefined;
    for (const pair of indexes.get(rule.part)?.get(nameOf(rule.subject)) ?? []) {
      if (byCode ? rule.code !== pair.code : pair.start >= rule.end || pair.end <= rule.start) continue;
      taken.add(pair);
      if (best === undefined || pair.odds > best.odds) best = pair;
    }
    add(rule, best);
  }
  for (const pair of pairs) if (!taken.has(pair)) add(undefined, pair);
  return all;
}

/** Rules and models may cut a locator differently, but both name its beginning or end. */
function placeIn(places: Map<string, Map<number, Place>>, { part, start }: Finding | ModelPair): Place {
  let ofPart = places.get(part);
  if (!ofPart) places.set(part, (ofPart = new Map<number, Place>()));
  let place = ofPart.get(start);
  if (!place) ofPart.set(start, (place = { names: new Map<string, Odds>() }));
  return place;
}

/** A list names the same students over and over. */
function keptNames(): (subject: Finding['subject']) => string {
  const kept = new Map<string, string>();
  return (subject) => {
    if (subject === undefined || subject.id !== undefined) return nameOf(subject);
    let name = kept.get(subject.name);
    if (name === undefined) kept.set(subject.name, (name = nameOf(subject)));
    return name;
  };
}

function surestOf({ names }: Place, of: keyof Odds): Surest {
  let [name, odds, others] = ['', absent, absent];
  for (const [own, its] of names) {
    if (its[of] > odds) [name, odds, others] = [own, its[of], odds];
    else if (its[of] > others) others = its[of];
  }
  return { name, odds, others };
}

/** The highest odds that the same place speaks of another student; `absent` where it does not. */
function othersAt(place: Place, name: string, of: keyof Odds): number {
  if (place.names.size === 1) return absent;
  place.surest ??= { models: surestOf(place, 'models'), rules: surestOf(place, 'rules') };
  const surest = place.surest[of];
  return surest.name === name ? surest.others : surest.odds;
}

interface Known {
  readonly students: ReadonlyMap<string, Odds>;
  /** Codes of a student that are more likely than not. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Students of a code, the same way. */
  readonly alike: ReadonlyMap<string, ReadonlySet<string>>;
  readonly named: number;
}

function valuesOf(one: Unweighed, known: Known, shape: JointShape, message: JointMessage): number[] {
  const { rule, pair, name, odds, place } = one;
  const { part, start, code, subject } = rule ?? pair!;
  const kinds = known.kinds.get(name);
  const alike = known.alike.get(code);
  const student = known.students.get(name)!;
  const reasons = rule?.because ?? [];
  const first = reasons[0]?.rule ?? '';
  const zone = message.zoneOf(part, start);
  const values = [odds.models, odds.rules, student.models, student.rules];
  values.push(othersAt(place, name, 'models'), othersAt(place, name, 'rules'));
  values.push(reasons.length, Number(reasons.some((reason) => reason.rule === 'other-part')));
  values.push(Number(subject?.id !== undefined), Number(!message.hasRoster), Math.min(8, known.named));
  values.push(Math.min(3, (kinds?.size ?? 0) - Number(kinds?.has(code) ?? false)));
  values.push(Math.min(8, (alike?.size ?? 0) - Number(alike?.has(name) ?? false)));
  for (const kind of names) values.push(Number(first.includes(kind)));
  for (const tie of shape.ties) values.push(Number(reasons.some(({ context }) => context === tie)));
  for (const kind of zones) values.push(Number(zone === kind));
  for (const kind of shape.codes) values.push(Number(kind === code));
  for (let at = 0; at < shape.facts.length; at += 1) values.push(pair?.facts[at] ?? 0);
  values.push(message.schoolTalk);
  return values;
}

function addTo(of: Map<string, Set<string>>, key: string, value: string): void {
  const known = of.get(key);
  if (known) known.add(value);
  else of.set(key, new Set([value]));
}

function raise(of: Map<string, Odds>, key: string, odds: Odds): void {
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
