/** What grows with the number of stored messages, as Markdown: a row for each measure, a column for each number. */
import type { LoadOutcome } from '../relay/load/outcome.ts';
import type { Cost } from '../relay/load/process-cost.ts';
import type { CallTimes } from './growth-calls.ts';

export interface GrowthStep {
  readonly stored: number;
  readonly outcome: LoadOutcome;
  readonly cost: Cost;
  /** Mean milliseconds of a message, by stage. */
  readonly stageMs: ReadonlyMap<string, number>;
  /** Median milliseconds, by call. */
  readonly callMs: CallTimes;
}

export interface GrowthReport {
  readonly date: string;
  readonly machine: string;
  readonly command: string;
  readonly version: string;
  readonly messages: number;
  readonly sessions: number;
  /** Calls of each kind. */
  readonly rounds: number;
  readonly steps: readonly GrowthStep[];
}

type Row = readonly [title: string, cell: (step: GrowthStep) => string];

export function renderGrowth(report: GrowthReport): string {
  const { date, machine, command, version, messages, sessions, rounds, steps } = report;
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    row(['stored messages', ...steps.map(({ stored }) => stored.toLocaleString('en-US'))]),
    row(['---', ...steps.map(() => '---:')]),
    ...rowsOf(steps).map(([title, cell]) => row([title, ...steps.map(cell)])),
  ];
  return [
    `Measured on ${date} with \`${command}\`: ${messages} messages over ${sessions} sessions at each step, medians of ${rounds} calls, one after the other.`,
    machine,
    `Version: ${version}, without the sentence model and OCR.`,
    table.join('\n'),
  ].join('\n\n');
}

/** `1 stray`, for each kind that there was. */
function faultWords({ faults }: LoadOutcome): string {
  const kinds = Object.entries<number>({ ...faults }).filter(([, count]) => count > 0);
  return kinds.map(([kind, count]) => `${count} ${kind}`).join(', ') || '0';
}

function rowsOf(steps: readonly GrowthStep[]): Row[] {
  const stages = [...new Set(steps.flatMap(({ stageMs }) => [...stageMs.keys()]))];
  const calls = [...new Set(steps.flatMap(({ callMs }) => [...callMs.keys()]))];
  return [
    ['accepted/s', ({ outcome }) => outcome.acceptedPerS.toFixed(0)],
    ['delivered/s', ({ outcome }) => outcome.deliveredPerS.toFixed(0)],
    ['accept ms, p50 / p99', ({ outcome: { acceptMs } }) => `${acceptMs.p50.toFixed(0)} / ${acceptMs.p99.toFixed(0)}`],
    ['CPU ms per message', ({ cost, outcome }) => ((cost.cpuS * 1000) / outcome.messages).toFixed(1)],
    ['memory MB, loaded', ({ cost }) => cost.memoryMb.toFixed(0)],
    ['faults', ({ outcome }) => faultWords(outcome)],
    ...stages.map((stage): Row => [`stage: ${stage}, mean ms`, ({ stageMs }) => shown(stageMs.get(stage))]),
    ...calls.map((call): Row => [`${call}, ms`, ({ callMs }) => shown(callMs.get(call))]),
  ];
}

function shown(ms: number | undefined): string {
  return ms === undefined ? '–' : ms.toFixed(1);
}
