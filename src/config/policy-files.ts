/** Locations of policy packs: a pack is given by its name in policies/ or by the path of a YAML file. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const policiesFolder = fileURLToPath(new URL('../../policies', import.meta.url));

/** Whether the text is a path rather than the name of a pack: it has a folder or ends in .yaml or .yml. */
export const isPolicyFile = (text: string): boolean => /[/\\]|\.ya?ml$/i.test(text);

/** Path of the pack with that name in policies/; undefined where there is none. */
export function namedPolicyFile(name: string): string | undefined {
  const file = join(policiesFolder, `${basename(name)}.yaml`);
  return /^[\w.-]+$/.test(name) && existsSync(file) ? file : undefined;
}

/** Names of the packs that are included with the gateway. */
export function policyNames(): string[] {
  return readdirSync(policiesFolder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}
