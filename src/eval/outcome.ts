/** What evaluation keeps of a judged row: scores and codes, no text; the figures of a set are computed from these alone. */
import type { PolicyPack } from '../decide/pack-schema.ts';
import type { Action, Verdict } from '../decide/verdict.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import { assess, type Assessment } from '../pipeline/assess.ts';
import { allLabels, labelsOf, studentLabels, type Label } from './labels.ts';
import type { Row } from './read-set.ts';

/** A finding that counts: towards somebody who may not have it, where that matters. */
export interface CountedFinding {
  readonly code: string;
  readonly score: number;
  /** True for a student whom the roster knows. */
  readonly listed: boolean;
}

export interface RowOutcome {
  readonly id: string;
  readonly labels: readonly string[];
  readonly tags: readonly string[];
  readonly entitled: boolean;
  /** What should have been done, where the set says so. */
  readonly expected?: Action;
  readonly action: Action;
  /** A rule about students' data held it. */
  readonly studentDataHeld: boolean;
  /** Best score of a counted finding, by label; labels without one are absent. */
  readonly scores: Readonly<Partial<Record<Label, number>>>;
  /** The best of each code. */
  readonly findings: readonly CountedFinding[];
  /** Findings that were made and concern no recipient: entitled ones, or colleagues. */
  readonly notCounted: readonly string[];
  /** Codes of parts that were not read and of scans that failed. */
  readonly unjudged: readonly string[];
  readonly ms: number;
}

/** When every row counts as accepted: a Monday morning at work. */
const receivedAt = new Date('2026-01-12T14:15:00Z');

/**
 * Findings count where a rule of the pack takes them up for some recipient, as in the gateway, but whatever their score:
 * figures over all thresholds need the low ones too.
 */
export function outcomeOf(row: Row, scan: Omit<ScanResult, 'parts'>, sender: string, pack: PolicyPack): RowOutcome {
  const { verdict } = assess(scan, sender, receivedAt, pack);
  const unfiltered = assess(scan, sender, receivedAt, withoutThreshold(pack));
  const counted = countedFindings(unfiltered);
  return {
    id: row.id,
    labels: row.labels,
    tags: row.tags,
    entitled: row.entitled,
    ...(row.action === undefined ? {} : { expected: row.action }),
    action: verdict.action,
    studentDataHeld: holdsStudentData(verdict, scan),
    scores: bestByLabel(counted),
    findings: bestByCode(counted),
    notCounted: uncountedCodes(scan, counted),
    unjudged: [
      ...scan.unread.map(({ reason }) => `unread.${reason}`),
      ...scan.failures.map(({ code }) => `scan.${code}`),
    ],
    ms: scan.ms,
  };
}

function withoutThreshold(pack: PolicyPack): PolicyPack {
  const rules = pack.rules.map((rule) => ({ ...rule, when: { ...rule.when, minScore: undefined } }));
  return { ...pack, minScore: 0, rules };
}

function countedFindings({ verdict, input }: Assessment): CountedFinding[] {
  const indices = new Set(
    verdict.rules
      .filter((rule) => rule.exception === undefined && rule.action !== 'deliver')
      .flatMap((rule) => rule.findings),
  );
  return [...indices].map((at) => {
    const { code, score, inDirectory } = input.findings[at]!;
    return { code, score, listed: inDirectory === true };
  });
}

function holdsStudentData(verdict: Verdict, scan: Pick<ScanResult, 'findings'>): boolean {
  return verdict.rules.some(
    (rule) =>
      rule.action === 'quarantine' &&
      !rule.monitor &&
      rule.exception === undefined &&
      rule.findings.some((at) => labelsOf(scan.findings[at]!.code).some((label) => studentLabels.includes(label))),
  );
}

function bestByLabel(findings: readonly CountedFinding[]): RowOutcome['scores'] {
  const scores: Partial<Record<Label, number>> = {};
  for (const label of allLabels) {
    const own = findings.filter(({ code }) => labelsOf(code).includes(label)).map(({ score }) => score);
    if (own.length > 0) scores[label] = Math.max(...own);
  }
  return scores;
}

/** One spreadsheet with hundreds of findings must not outweigh all other rows. */
function bestByCode(findings: readonly CountedFinding[]): CountedFinding[] {
  const best = new Map<string, CountedFinding>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.listed}`;
    const known = best.get(key);
    if (!known || finding.score > known.score) best.set(key, finding);
  }
  return [...best.values()];
}

function uncountedCodes(scan: Pick<ScanResult, 'findings'>, counted: readonly CountedFinding[]): string[] {
  const codes = new Set(counted.map(({ code }) => code));
  return [...new Set(scan.findings.map(({ code }) => code))].filter((code) => !codes.has(code));
}
