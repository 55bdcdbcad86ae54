/** The comparison as Markdown: medians of all rounds, with what was loaded, where and when. */
import { percentile } from '../../timings.ts';
import { faultsOf, type LoadOutcome } from '../load/outcome.ts';
import type { Measured, Plan } from '../measure.ts';

export interface PeerResults {
  readonly title: string;
  readonly versions: string;
  /** Rounds that could be measured. */
  readonly rounds: readonly Measured[];
  /** Rounds in which it did not start or not finish. */
  readonly failed: number;
}

export interface RelayReport {
  readonly plan: Plan;
  readonly rounds: number;
  readonly date: string;
  readonly machine: string;
  readonly command: string;
  readonly mails: { readonly count: number; readonly seed: number };
  readonly results: readonly PeerResults[];
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[];
}

type Value = (measured: Measured) => number | undefined;
type Column = readonly [title: string, cell: (rounds: readonly Measured[]) => string];

export function renderReport(report: RelayReport): string {
  const { plan, rounds, date, machine, command, mails, results, leftOut } = report;
  const paragraphs = [
    `Measured on ${date} with \`${command}\`: medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${plan.messages} messages over ${plan.sessions} sessions, ${mails.count} mails (seed ${mails.seed}).`,
    machine,
    `Versions: ${[...new Set(results.flatMap(({ versions }) => versions.split(', ')))].join(', ')}.`,
    tableOf(results, loadColumns),
  ];
  const others = otherColumns(plan);
  if (others.length > 0) paragraphs.push(tableOf(results, others));
  if (leftOut.length > 0)
    paragraphs.push(`Left out: ${leftOut.map(({ title, reason }) => `${title} (${reason})`).join('; ')}.`);
  const failed = results.filter((result) => result.failed > 0);
  if (failed.length > 0)
    paragraphs.push(`Rounds that failed: ${failed.map(({ title, failed: n }) => `${n} of ${title}`).join(', ')}.`);
  return paragraphs.join('\n\n');
}

const loadColumns: readonly Column[] = [
  ['accepted/s', (rounds) => median(rounds, ({ closed }) => closed.acceptedPerS)],
  ['delivered/s', (rounds) => median(rounds, ({ closed }) => closed.deliveredPerS)],
  ['lowest – highest', (rounds) => range(rounds.map(({ closed }) => closed.deliveredPerS))],
  ['accept ms, p50 / p99', (rounds) => spread(rounds, ({ closed }) => closed.acceptMs)],
  ['CPU s per 1,000', (rounds) => median(rounds, ({ cost, closed }) => (cost.cpuS * 1000) / closed.messages, 1)],
  [
    'memory MB, idle / loaded',
    (rounds) => `${median(rounds, ({ idleMb }) => idleMb)} / ${median(rounds, ({ cost }) => cost.memoryMb)}`,
  ],
  ['faults', (rounds) => faults(rounds)],
];

function otherColumns({ rate, burst, outage }: Plan): Column[] {
  const columns: Column[] = [];
  if (rate > 0)
    columns.push([`end to end ms at ${rate}/s, p50 / p99`, (rounds) => spread(rounds, ({ open }) => open?.endToEndMs)]);
  if (burst > 0)
    columns.push([`another sender behind ${burst}, ms`, (rounds) => median(rounds, ({ burstMs }) => burstMs)]);
  if (outage > 0)
    columns.push([`drain after an outage of ${outage} s, s`, (rounds) => median(rounds, ({ drainS }) => drainS, 1)]);
  return columns;
}

function tableOf(results: readonly PeerResults[], columns: readonly Column[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['relay', ...columns.map(([title]) => title)]),
    row(['---', ...columns.map(() => '---:')]),
    ...results.map(({ title, rounds }) =>
      row([title, ...columns.map(([, cell]) => (rounds.length === 0 ? 'failed' : cell(rounds)))]),
    ),
  ].join('\n');
}

/** `–` where no round has the value. */
function median(rounds: readonly Measured[], value: Value, decimals = 0): string {
  const values = rounds.map(value).filter((number) => number !== undefined);
  return values.length === 0 ? '–' : middle(values).toFixed(decimals);
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function spread(
  rounds: readonly Measured[],
  value: (measured: Measured) => LoadOutcome['acceptMs'] | undefined,
): string {
  return `${median(rounds, (round) => value(round)?.p50)} / ${median(rounds, (round) => value(round)?.p99)}`;
}

function range(values: readonly number[]): string {
  return `${percentile(values, 0).toFixed(0)} – ${percentile(values, 1).toFixed(0)}`;
}

/** Of the closed and the open loop; each kind by its name. */
function faults(rounds: readonly Measured[]): string {
  const loads = rounds.flatMap(({ closed, open }) => (open ? [closed, open] : [closed]));
  if (loads.every((load) => faultsOf(load) === 0)) return '0';
  const kinds = Object.keys(loads[0]!.faults) as (keyof LoadOutcome['faults'])[];
  return kinds
    .map((kind) => [kind, loads.reduce((sum, load) => sum + load.faults[kind], 0)] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}
