/** `hallpass replay`: what a draft policy pack would have done with the messages of the last days. Changes nothing. */
import { loadDistrictPack } from '../decide/load-pack.ts';
import { createReplay, type Change, type ReplayReport } from '../decide/replay.ts';
import { actionWords } from './describe-scan.ts';
import { withStore } from './open-store.ts';

export interface ReplayOptions {
  readonly config?: string;
  readonly days: number;
  readonly ids: boolean;
  readonly asIfActing: boolean;
  readonly json: boolean;
}

const DAY_MS = 86_400_000;

/** @throws HallpassError policy.*, config.*, keys.*, store.unreachable */
export async function replay(draft: string, options: ReplayOptions): Promise<void> {
  await withStore(options.config, async ({ config, pastVerdicts }) => {
    const pack = loadDistrictPack(draft, config.district);
    const run = createReplay(pack, options.asIfActing);
    const until = new Date();
    const since = new Date(until.getTime() - options.days * DAY_MS);
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    for await (const past of pastVerdicts(since, until)) {
      const change = run.add(past);
      if (change && options.ids) print(options.json ? JSON.stringify(change) : changeLine(change));
    }
    const report = run.report();
    print(options.json ? JSON.stringify(report) : describe(report, options));
  });
}

function changeLine({ id, from, to, added, dropped }: Change): string {
  const rules = [...added.map((rule) => `+${rule}`), ...dropped.map((rule) => `-${rule}`)];
  return `${id}  ${from} → ${to}  ${rules.join(' ')}`.trimEnd();
}

function describe(report: ReplayReport, { days, ids, asIfActing }: ReplayOptions): string {
  const { pack, messages, changed, actions, rules, monitored } = report;
  const many = (count: number): string => (count === 1 ? '1 message' : `${count.toLocaleString('en-US')} messages`);
  const lines = [
    `${pack.title} (${pack.name}, version ${pack.version}, ${pack.hash.slice(0, 12)}) over ${many(messages)} of the last ${days === 1 ? 'day' : `${days} days`}`,
    '',
    changed === 0 ? 'No action would change.' : `The action would change for ${many(changed)}:`,
    ...actions.map(
      ({ from, to, messages: moved }) => `  ${String(moved).padStart(6)}  ${actionWords[from]} → ${actionWords[to]}`,
    ),
  ];
  const moved = rules.filter(({ before, after }) => before !== after);
  if (moved.length > 0) {
    const width = Math.max(...moved.map(({ id }) => id.length), 4);
    lines.push('', `  ${'Rule'.padEnd(width)}  ${'then'.padStart(6)}  ${'draft'.padStart(6)}`);
    for (const { id, before, after } of moved)
      lines.push(`  ${id.padEnd(width)}  ${String(before).padStart(6)}  ${String(after).padStart(6)}`);
  }
  if (changed > 0 && !ids)
    lines.push('', 'Use --ids to list these messages and "hallpass quarantine show ID" for details.');
  if (monitored > 0 && !asIfActing)
    lines.push(
      '',
      `Rules in monitor mode matched ${many(monitored)}. Use --as-if-acting to compare as if no rule were in monitor mode.`,
    );
  return lines.join('\n');
}
