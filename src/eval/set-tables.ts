/** The tables of one set's report, for the terminal and for the scorecard page alike. */
import { actions } from '../decide/verdict.ts';
import { allLabels, type Label } from './labels.ts';
import { fBeta } from './metrics.ts';
import type { LabelReport, SetReport } from './set-report.ts';
import { milliseconds, share, type Table } from './table.ts';

export interface Section {
  readonly title: string;
  readonly table: Table;
}

/** Sections in order; those that the set has nothing for are left out. */
export function sectionsOf(report: SetReport): Section[] {
  const sections: (Section | undefined)[] = [
    labelSection(report),
    unlistedSection(report),
    tagSection(report),
    actionSection(report),
    calibrationSection(report),
    spanSection(report),
  ];
  return sections.filter((section) => section !== undefined);
}

/** One line of facts that belong to no label. */
export function factsOf(report: SetReport): string {
  const { rows, ms, entitled, done, studentDataHeld, unjudged, actions: judged } = report;
  const facts = [
    `${rows} rows${report.roster ? ' with their roster' : ''}`,
    `delivered ${done.deliver}, warned ${done.warn}, quarantined ${done.quarantine}${done.bounce > 0 ? `, bounced ${done.bounce}` : ''}`,
    `student data held in ${studentDataHeld.rows} (${((100 * studentDataHeld.rows) / Math.max(1, rows)).toFixed(2)} %), ${studentDataHeld.falseAlarms} of them without such a label`,
    ...(entitled ? [`entitled mails delivered ${entitled.delivered} of ${entitled.rows}`] : []),
    ...(judged ? [`action right in ${share(judged.accuracy)} of ${judged.rows}`] : []),
    ...Object.entries(unjudged).map(([code, count]) => `${code} ${count}`),
    `ms a message: median ${milliseconds(ms.median)}, mean ${milliseconds(ms.mean)}, p99 ${milliseconds(ms.p99)}`,
  ];
  return `${facts.join('; ')}.`;
}

function labelsIn(report: SetReport): [Label, LabelReport][] {
  return allLabels.flatMap((label) => {
    const figures = report.labels[label];
    return figures ? [[label, figures] as [Label, LabelReport]] : [];
  });
}

function labelSection(report: SetReport): Section | undefined {
  const labels = labelsIn(report);
  if (labels.length === 0) return undefined;
  return {
    title: 'Labels',
    table: {
      head: ['label', 'rows', 'precision', 'recall', 'F1', 'misses', 'false alarms', 'avg. precision', 'calib. error'],
      rows: labels.map(([label, figures]) => [
        label,
        String(figures.positives),
        share(figures.precision),
        share(figures.recall),
        share(figures.f1),
        String(figures.positives - figures.truePositives),
        String(figures.falsePositives),
        share(figures.averagePrecision),
        share(figures.calibration.expectedError),
      ]),
    },
  };
}

function unlistedSection({ unlisted }: SetReport): Section | undefined {
  if (!unlisted) return undefined;
  return {
    title: 'student_pii of students who are not on the roster',
    table: {
      head: ['rows', 'precision', 'recall', 'found', 'false alarms'],
      rows: [
        [
          String(unlisted.positives),
          share(unlisted.precision),
          share(unlisted.recall),
          String(unlisted.truePositives),
          String(unlisted.falsePositives),
        ],
      ],
    },
  };
}

/** Rows with a tag below which its recall says little. */
const shownFrom = 5;

function tagSection(report: SetReport): Section | undefined {
  const rows = labelsIn(report).flatMap(([label, { byTag }]) =>
    Object.entries(byTag)
      .filter(([, { positives }]) => positives >= shownFrom)
      .sort(([, a], [, b]) => b.positives - a.positives)
      .map(([tag, { positives, recall }]) => [label, tag, String(positives), share(recall)]),
  );
  if (rows.length === 0) return undefined;
  return { title: 'Recall by tag', table: { head: ['label', 'tag', 'rows', 'recall'], rows } };
}

function actionSection({ actions: judged }: SetReport): Section | undefined {
  if (!judged) return undefined;
  const shown = actions.filter((action) =>
    actions.some((other) => judged.confusion[action][other] + judged.confusion[other][action] > 0),
  );
  return {
    title: 'Actions: what was expected, and what was done',
    table: {
      head: ['expected', ...shown],
      rows: shown.map((expected) => [expected, ...shown.map((action) => String(judged.confusion[expected][action]))]),
    },
  };
}

function calibrationSection(report: SetReport): Section | undefined {
  const labels = labelsIn(report).filter(([, { calibration }]) => calibration.expectedError !== undefined);
  if (labels.length === 0) return undefined;
  const bins = labels[0]![1].calibration.bins;
  const used = bins
    .map((_, at) => at)
    .filter((at) => labels.some(([, { calibration }]) => calibration.bins[at]!.count));
  return {
    title: 'Calibration: share of findings whose row has the label (number of findings), by score',
    table: {
      head: ['label', ...used.map((at) => `${bins[at]!.from.toFixed(1)}–${bins[at]!.to.toFixed(1)}`)],
      rows: labels.map(([label, { calibration }]) => [
        label,
        ...used.map((at) => {
          const bin = calibration.bins[at]!;
          return bin.count === 0 ? '–' : `${share(bin.right)} (${bin.count})`;
        }),
      ]),
    },
  };
}

function spanSection({ spans }: SetReport): Section | undefined {
  if (!spans) return undefined;
  const { together, types, withoutFinder } = spans;
  return {
    title: 'Spans',
    table: {
      head: ['kind', 'marked', 'precision', 'recall', 'F2', 'bounds right', 'false alarms'],
      rows: [
        ...Object.entries(types).map(([kind, counts]) => [
          kind,
          String(counts.positives),
          share(counts.precision),
          share(counts.recall),
          share(fBeta(counts.precision, counts.recall, 2)),
          share(counts.bounded),
          String(counts.falsePositives),
        ]),
        [
          'together',
          String(together.positives),
          share(together.precision),
          share(together.recall),
          share(together.f2),
          '–',
          String(together.falsePositives),
        ],
        ...Object.entries(withoutFinder)
          .filter(([type]) => type.startsWith('PERSON'))
          .map(([type, count]) => [`${type} (not sought)`, String(count), '–', '–', '–', '–', '–']),
      ],
    },
  };
}
