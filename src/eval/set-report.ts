/** The figures of one set, computed from what was kept of its rows. */
import { actions, type Action } from '../decide/verdict.ts';
import { allLabels, isLabel, labelsOf, type Label } from './labels.ts';
import {
  averagePrecision,
  countsAt,
  mean,
  quantile,
  ratios,
  reliability,
  type Counts,
  type Judged,
  type Reliability,
} from './metrics.ts';
import type { EvalSet } from './read-set.ts';
import type { RowOutcome } from './outcome.ts';
import type { SpanReport } from './spans.ts';

export interface LabelReport extends Counts {
  readonly averagePrecision?: number;
  readonly calibration: Reliability;
  /** Recall of the rows with a tag, for tags of three and more rows with the label. */
  readonly byTag: Readonly<Record<string, { readonly positives: number; readonly recall: number }>>;
}

export interface RowError {
  readonly id: string;
  readonly kind: 'missed' | 'false alarm' | 'action';
  /** Which label; absent for a wrong action. */
  readonly label?: Label;
  readonly expected?: Action;
  readonly action: Action;
  readonly score?: number;
  /** Codes found in the row, counted or not. */
  readonly codes: readonly string[];
}

export interface SetReport {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly roster: boolean;
  readonly caution?: string;
  readonly labels: Readonly<Partial<Record<Label, LabelReport>>>;
  /** Annotated labels that the table of codes does not know. */
  readonly unknownLabels: readonly string[];
  /** student_pii about students who are not on the roster; only where rows are tagged `no-roster`. */
  readonly unlisted?: Counts;
  readonly actions?: {
    readonly rows: number;
    readonly accuracy: number;
    /** Rows by what was expected, then by what was done. */
    readonly confusion: Readonly<Record<Action, Readonly<Record<Action, number>>>>;
  };
  readonly entitled?: { readonly rows: number; readonly delivered: number };
  /** What the default policy did with the rows, whatever their labels. */
  readonly done: Readonly<Record<Action, number>>;
  readonly studentDataHeld: { readonly rows: number; readonly falseAlarms: number };
  readonly unjudged: Readonly<Record<string, number>>;
  readonly ms: { readonly median: number; readonly mean: number; readonly p99: number };
  readonly spans?: SpanReport;
  readonly errors: readonly RowError[];
}

/** @param threshold score from which a finding counts: `minScore` of the pack */
export function reportOf(
  set: EvalSet,
  rows: readonly RowOutcome[],
  threshold: number,
  roster: boolean,
  spans: SpanReport | undefined,
): SetReport {
  const { description, id } = set;
  const labels = allLabels.filter((label) => description.annotated.includes(label));
  const withActions = description.actions ? rows.filter(({ expected }) => expected !== undefined) : [];
  const entitled = rows.filter((row) => row.entitled);
  const unlisted = unlistedCounts(rows, threshold);
  const held = rows.filter((row) => row.studentDataHeld);
  const ms = rows.map((row) => row.ms);
  return {
    id,
    name: description.name,
    rows: rows.length,
    roster,
    ...(description.caution === undefined ? {} : { caution: description.caution }),
    labels: Object.fromEntries(labels.map((label) => [label, labelReport(rows, label, threshold)])),
    unknownLabels: description.annotated.filter((label) => !isLabel(label)),
    ...(unlisted && labels.includes('student_pii') ? { unlisted } : {}),
    ...(withActions.length > 0 ? { actions: actionReport(withActions) } : {}),
    ...(entitled.length > 0
      ? { entitled: { rows: entitled.length, delivered: entitled.filter(({ action }) => action === 'deliver').length } }
      : {}),
    done: countsByAction(rows.map(({ action }) => action)),
    studentDataHeld: { rows: held.length, falseAlarms: held.filter((row) => !hasStudentLabel(row)).length },
    unjudged: tally(rows.flatMap(({ unjudged }) => [...new Set(unjudged)])),
    ms: { median: quantile(ms, 0.5), mean: mean(ms), p99: quantile(ms, 0.99) },
    ...(spans ? { spans } : {}),
    errors: [...rows.flatMap((row) => labelErrors(row, labels, threshold)), ...withActions.flatMap(actionError)],
  };
}

function labelReport(rows: readonly RowOutcome[], label: Label, threshold: number): LabelReport {
  const judged = rows.map((row) => judgedFor(row, label));
  const precision = averagePrecision(judged);
  const scored = rows.flatMap(({ findings, labels }) =>
    findings
      .filter(({ code }) => labelsOf(code).includes(label))
      .map(({ score }) => ({ score, truth: labels.includes(label) })),
  );
  return {
    ...countsAt(judged, threshold),
    ...(precision === undefined ? {} : { averagePrecision: precision }),
    calibration: reliability(scored),
    byTag: recallByTag(
      rows.filter(({ labels }) => labels.includes(label)),
      label,
      threshold,
    ),
  };
}

function judgedFor(row: RowOutcome, label: Label): Judged {
  return { truth: row.labels.includes(label), score: row.scores[label] ?? 0 };
}

function recallByTag(positives: readonly RowOutcome[], label: Label, threshold: number): LabelReport['byTag'] {
  const tags = Object.entries(tally(positives.flatMap((row) => [...new Set(row.tags)])));
  return Object.fromEntries(
    tags
      .filter(([, count]) => count >= 3)
      .map(([tag, count]) => {
        const found = positives.filter((row) => row.tags.includes(tag) && (row.scores[label] ?? 0) >= threshold);
        return [tag, { positives: count, recall: found.length / count }];
      }),
  );
}

/**
 * Recall over the rows tagged `no-roster`; precision over the rows in which a student unknown to the roster was found.
 * Undefined where no row has the tag.
 */
function unlistedCounts(rows: readonly RowOutcome[], threshold: number): Counts | undefined {
  const about = rows.filter(({ labels, tags }) => labels.includes('student_pii') && tags.includes('no-roster'));
  if (about.length === 0) return undefined;
  const found = rows.filter(({ findings }) =>
    findings.some(({ code, listed, score }) => !listed && score >= threshold && labelsOf(code).includes('student_pii')),
  );
  const recalled = about.filter(({ scores }) => (scores.student_pii ?? 0) >= threshold).length;
  const wrong = found.filter(({ labels }) => !labels.includes('student_pii')).length;
  const counts = ratios(about.length, recalled, wrong);
  return found.length === 0 ? counts : { ...counts, precision: (found.length - wrong) / found.length };
}

function actionReport(rows: readonly RowOutcome[]): NonNullable<SetReport['actions']> {
  const confusion = Object.fromEntries(
    actions.map((expected) => [
      expected,
      countsByAction(rows.filter((row) => row.expected === expected).map(({ action }) => action)),
    ]),
  ) as Record<Action, Record<Action, number>>;
  const right = rows.filter(({ expected, action }) => expected === action).length;
  return { rows: rows.length, accuracy: right / rows.length, confusion };
}

function countsByAction(done: readonly Action[]): Record<Action, number> {
  const count = (action: Action) => done.filter((other) => other === action).length;
  return { deliver: count('deliver'), warn: count('warn'), quarantine: count('quarantine'), bounce: count('bounce') };
}

function hasStudentLabel({ labels }: RowOutcome): boolean {
  return labels.some((label) => label.startsWith('student_'));
}

function labelErrors(row: RowOutcome, labels: readonly Label[], threshold: number): RowError[] {
  return labels.flatMap((label) => {
    const { truth, score } = judgedFor(row, label);
    if (truth === (score > 0 && score >= threshold)) return [];
    return [
      {
        id: row.id,
        kind: truth ? ('missed' as const) : ('false alarm' as const),
        label,
        action: row.action,
        score,
        codes: codesIn(row),
      },
    ];
  });
}

function actionError(row: RowOutcome): RowError[] {
  if (row.expected === undefined || row.expected === row.action) return [];
  return [{ id: row.id, kind: 'action', expected: row.expected, action: row.action, codes: codesIn(row) }];
}

function codesIn(row: RowOutcome): string[] {
  return [
    ...new Set([
      ...row.findings.map(({ code }) => code),
      ...row.notCounted.map((code) => `(${code})`),
      ...row.unjudged,
    ]),
  ];
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
