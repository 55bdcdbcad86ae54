/** The first step of `hallpass demo`: where there is no active roster, an invented one is imported, so that schools and entitlement show. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/schema.ts';
import { importRoster } from '../directory/import-roster.ts';
import { rosterEveryMs } from '../directory/follow-roster.ts';
import type { RosterStore } from '../store/rosters.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/demo/roster/', import.meta.url));
/** Time that the scanning processes of the gateway need to load it. */
const LOAD_MS = 1000;

/**
 * Never replaces a district's own roster.
 *
 * @param fixtureDomain is replaced by the domain of the gateway
 * @returns when the gateway uses it, and how many students it has; undefined where there was a roster
 */
export async function importDemoRoster(
  rosters: RosterStore,
  config: Config,
  fixtureDomain: string,
  domain: string,
): Promise<{ activeAt: number; students: number } | undefined> {
  if (config.roster !== undefined || (await rosters.activeId()) !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-demo-roster-'));
  try {
    for (const name of readdirSync(FOLDER)) {
      writeFileSync(join(folder, name), readFileSync(join(FOLDER, name), 'utf8').replaceAll(fixtureDomain, domain));
    }
    const outcome = await importRoster(rosters, config, {
      from: folder,
      mode: 'full',
      force: false,
      dryRun: false,
      source: 'command',
      actor: 'demo',
    });
    if (outcome === 'unchanged') return undefined;
    return { activeAt: Date.now() + rosterEveryMs + LOAD_MS, students: outcome.report.counts.students };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
