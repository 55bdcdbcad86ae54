/** `hallpass eval`: runs folders of labelled sets through the scan workers and prints the metrics of detection and policy. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { loadRegistry } from '../../detectors/registry.ts';
import { processEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { evaluate } from '../eval/evaluate.ts';
import { findSets } from '../eval/read-set.ts';
import { scorecardMarkdown, setText, type Scorecard } from '../eval/scorecard.ts';
import { showErrors } from '../eval/show-errors.ts';
import type { SetReport } from '../eval/set-report.ts';

export interface EvalOptions {
  readonly config?: string;
  readonly policy?: string;
  readonly roster: 'on' | 'off';
  readonly errors: boolean;
  readonly showText: boolean;
  readonly json?: string;
  readonly markdown?: string;
  readonly split?: string;
  readonly limit?: number;
  readonly threads?: number;
  /** `key.path=value`; the value is YAML. */
  readonly setConfig: readonly string[];
}

/**
 * @returns false where none of the folders contains a set
 * @throws HallpassError cli.usage, config.*, policy.*, roster.not-readable, detectors.*
 */
export async function evalSets(folders: readonly string[], options: EvalOptions): Promise<boolean> {
  const { config } = loadConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: processEnvironment(),
    overrides: {
      ...Object.fromEntries(options.setConfig.map(setting)),
      policy: options.policy,
      'scan.threads': options.threads ?? cpus().length,
    },
  });
  const pack = loadDistrictPack(config.policy, config.district);
  const absent: string[] = [];
  const sets: SetReport[] = [];
  for (const folder of folders) {
    const found = findSets(folder);
    if (found.length === 0) {
      absent.push(folder);
      process.stderr.write(`not measured: ${folder} contains no set\n`);
    }
    for (const set of found) {
      const shown = options.showText ? showErrors(set, pack.minScore) : undefined;
      const report = await evaluate(set, {
        config,
        pack,
        roster: options.roster === 'on',
        split: options.split,
        limit: options.limit,
        ...(shown ? { onRow: (row, outcome) => process.stdout.write(shown(row, outcome)) } : {}),
      });
      sets.push(report);
      process.stdout.write(`${setText(report, options.errors)}\n\n`);
    }
  }
  const scorecard: Scorecard = {
    measuredAt: new Date().toISOString(),
    commit: commit(),
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node.js ${process.versions.node}`,
    policy: { name: pack.name, hash: pack.hash, threshold: pack.minScore },
    detectors: (await loadRegistry(config.detectors.disabled)).map(({ meta }) => `${meta.id} ${meta.version}`),
    sets,
    absent,
  };
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(scorecard, null, 2)}\n`);
  if (options.markdown !== undefined) writeFileSync(options.markdown, scorecardMarkdown(scorecard));
  return sets.length > 0;
}

function setting(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at <= 0) throw new HallpassError('cli.usage', '--set-config expects key=value');
  return [text.slice(0, at), parse(text.slice(at + 1))];
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', fileURLToPath(new URL('../..', import.meta.url)), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return 'unknown'; // no git, or not a checkout; the scorecard says so
  }
}
