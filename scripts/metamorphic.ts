/**
 * `npm run metamorphic`: the metamorphic contract in full. Prints the share of findings and of quiet messages that stay as they are
 * when a message changes in ways that do not matter, by change and by detector.
 *
 *   npm run metamorphic -- [--variants 3] [--sample] [--change NAME]… [--detector ID] [--list] [--set-floors]
 */
import { parseArgs } from 'node:util';
import { detectorIds } from '../detectors/registry.ts';
import { asText, share } from '../src/eval/table.ts';
import type { Outcome } from '../test/contract/metamorphic/compare.ts';
import { belowFloors, readFloors, writeFloors } from '../test/contract/metamorphic/floors.ts';
import { changeNames, type ChangeName } from '../test/contract/metamorphic/message-changes.ts';
import { runContract, sample } from '../test/contract/metamorphic/run.ts';
import { shareOf, tallyBy, tallyOf, type Kept, type Tally } from '../test/contract/metamorphic/tally.ts';

const { values } = parseArgs({
  options: {
    variants: { type: 'string', default: '3' },
    sample: { type: 'boolean', default: false },
    change: { type: 'string', multiple: true },
    detector: { type: 'string' },
    list: { type: 'boolean', default: false },
    'set-floors': { type: 'boolean', default: false },
  },
});

const sharesHead = ['findings', 'kept', 'quiet', 'kept'];
const wanted = values.change?.map(changeNamed);
const { detector } = values;
if (detector !== undefined && !detectorIds.includes(detector)) stop(`There is no detector ${detector}.`);
const variants = Number(values.variants);
if (!(Number.isInteger(variants) && variants > 0)) stop('--variants is a whole number from 1.');
const restricted = wanted !== undefined || detector !== undefined;
if (values['set-floors'] && (!values.sample || restricted))
  stop('Floors are those of the whole sample: add --sample, without --change and --detector.');

const outcomes = await runContract({
  ...(values.sample ? sample : { variants }),
  ...(wanted && { changes: wanted }),
  detector,
  onChange: (change) => process.stderr.write(`${change}\n`),
});
print(outcomes);
if (values.list) list(outcomes);
if (values['set-floors']) writeFloors(outcomes);
else if (values.sample && !restricted) {
  const faults = belowFloors(outcomes, readFloors());
  if (faults.length > 0) stop(`Below the floors:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}

function changeNamed(name: string): ChangeName {
  return (
    changeNames.find((known) => known === name) ??
    stop(`There is no change ${name}. There are: ${changeNames.join(', ')}.`)
  );
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

function print(all: readonly Outcome[]): void {
  const byChange = tallyBy(all, ({ change }) => change);
  const byDetector = tallyBy(all, ({ detector: id }) => id);
  console.log(asText({ head: ['change', ...sharesHead], rows: [...byChange].map(sharesRow) }));
  console.log(`\n${asText({ head: ['detector', ...sharesHead], rows: [...byDetector].map(sharesRow) })}`);
  console.log(`\nFindings kept, by change and detector\n${matrix(all, 'finding')}`);
  console.log(`\nQuiet messages kept, by change and detector\n${matrix(all, 'quiet')}`);
  const { findings, quiet } = tallyOf(all);
  console.log(`\nfindings kept ${counted(findings)}, worst change ${worst(byChange, 'findings')}`);
  console.log(`quiet kept    ${counted(quiet)}, worst change ${worst(byChange, 'quiet')}`);
}

function sharesRow([name, { findings, quiet }]: [string, Tally]): string[] {
  return [name, String(findings.total), shown(findings), String(quiet.total), shown(quiet)];
}

function matrix(all: readonly Outcome[], kind: Outcome['kind']): string {
  const some = all.filter((outcome) => outcome.kind === kind);
  const ids = detectorIds.filter((id) => some.some((outcome) => outcome.detector === id));
  const rows = [...Map.groupBy(some, ({ change }) => change)].map(([change, ofChange]) => {
    const tallies = tallyBy(ofChange, ({ detector: id }) => id);
    return [change, ...ids.map((id) => shown(tallies.get(id)?.[kind === 'finding' ? 'findings' : 'quiet']))];
  });
  return asText({ head: ['', ...ids], rows });
}

function shown(kept: Kept | undefined): string {
  return share(kept === undefined || kept.total === 0 ? undefined : shareOf(kept));
}

function counted(kept: Kept): string {
  return `${shown(kept)} (${kept.kept} of ${kept.total})`;
}

function worst(byChange: ReadonlyMap<string, Tally>, kind: keyof Tally): string {
  const [first] = [...byChange].sort(([, a], [, b]) => shareOf(a[kind]) - shareOf(b[kind]));
  return first === undefined ? '–' : `${first[0]} ${counted(first[1][kind])}`;
}

/** One line for each finding that was lost or is new: the change, the case and the code, never the text. */
function list(all: readonly Outcome[]): void {
  console.log('');
  for (const { kept, kind, change, id, code } of all)
    if (!kept) console.log(`${kind === 'finding' ? 'lost' : 'new '}  ${change}  ${id}  ${code}`);
}
