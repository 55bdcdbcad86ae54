/** `hallpass check-config` and `hallpass check-policy`: report every mistake in a file at once, without its values. */
import { requireArchiveRules } from '../archive/plan-of.ts';
import { processEnvironment } from '../config/environment.ts';
import { loadConfig, readConfig } from '../config/load-config.ts';
import { requireWatchedFolder } from '../config/roster-sync.ts';
import { nearest } from '../config/did-you-mean.ts';
import { describeProblems } from '../config/problem.ts';
import type { Config, Secrets } from '../config/schema.ts';
import { loadDistrictPack, loadPack, unknownGroups } from '../decide/load-pack.ts';
import { checkPack, renderReport } from '../decide/check-pack.ts';
import { codesOf, loadDetectors } from '../detect/detectors.ts';
import { openDirectory } from '../directory/directory.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { parseKeys } from '../store/keys.ts';
import { readSharedRoster } from './read-shared-roster.ts';

/** Refuses what `start` refuses, short of what only the machine shows: ports, the database, an old key. */
export async function checkConfig(file: string): Promise<void> {
  const result = readConfig({ file, env: processEnvironment() });
  if ('problems' in result) {
    process.stderr.write(`${describeProblems(result.problems, file)}\n`);
    process.exitCode = 1;
    return;
  }
  const refusals = await refusalsOfStart(result.config, result.secrets);
  if (refusals.length > 0) {
    process.stderr.write(`${refusals.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  noteUnknownGroups(result.config);
  process.stdout.write(`${file} is valid.\n`);
}

/** The errors with which the parts of a gateway would end its start. */
async function refusalsOfStart(config: Config, secrets: Secrets): Promise<string[]> {
  const parts = [
    () => {
      const { rules } = loadDistrictPack(config.policy, config.district);
      requireArchiveRules(
        config.archive,
        rules.map(({ id }) => id),
      );
    },
    () => (secrets.key === undefined ? undefined : parseKeys(secrets.key)),
    () => loadDetectors(config.detectors, { directory: openDirectory(undefined, config) }),
    () => (config.roster === undefined ? undefined : readSharedRoster(config.roster, config)),
    () => requireWatchedFolder(config),
  ];
  const refusals: string[] = [];
  for (const load of parts) {
    try {
      await Promise.resolve(load());
    } catch (error) {
      if (!(error instanceof HallpassError)) throw error;
      refusals.push(error.message);
    }
  }
  return refusals;
}

function noteUnknownGroups({ policy, district }: Config): void {
  const { groups } = loadPack(policy);
  for (const id of unknownGroups(policy, district.groups)) {
    const guess = nearest(id, Object.keys(groups));
    const hint = guess === undefined ? '' : `; did you mean "${guess}"?`;
    process.stderr.write(`note: the policy has no group ${id}, so its members have no effect${hint}\n`);
  }
}

/** @param options.config file that names the district's own detectors, whose codes the pack may use */
export async function checkPolicy(file: string, options: { config?: string }): Promise<void> {
  const { config } = loadConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: processEnvironment(),
  });
  const report = checkPack(file, await codesOf(config.detectors));
  process.stdout.write(`${renderReport(report)}\n`);
  if (report.never.length > 0 || report.cases.some((result) => !result.ok)) process.exitCode = 1;
}
