/** `hallpass check-config` and `hallpass check-policy`: report every mistake in a file at once, without its values. */
import { processEnvironment } from '../config/environment.ts';
import { readConfig } from '../config/load-config.ts';
import { nearest } from '../config/did-you-mean.ts';
import { describeProblems } from '../config/problem.ts';
import { loadPack, unknownGroups } from '../decide/load-pack.ts';
import { checkPack, renderReport } from '../decide/check-pack.ts';

export function checkConfig(file: string): void {
  const result = readConfig({ file, env: processEnvironment() });
  if ('problems' in result) {
    process.stderr.write(`${describeProblems(result.problems, file)}\n`);
    process.exitCode = 1;
    return;
  }
  const { policy, district } = result.config;
  const { groups } = loadPack(policy); // throws: the gateway does not start with an invalid policy either
  for (const id of unknownGroups(policy, district.groups)) {
    const guess = nearest(id, Object.keys(groups));
    const hint = guess === undefined ? '' : `; did you mean "${guess}"?`;
    process.stderr.write(`note: the policy has no group ${id}, so its members have no effect${hint}\n`);
  }
  process.stdout.write(`${file} is valid.\n`);
}

export function checkPolicy(file: string): void {
  const report = checkPack(file);
  process.stdout.write(`${renderReport(report)}\n`);
  if (report.cases.some((result) => !result.ok)) process.exitCode = 1;
}
