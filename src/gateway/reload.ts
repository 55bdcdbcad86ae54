/** Takes over a changed configuration without a restart: all of it is tried first, and a bad one changes nothing. */
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { AuditEvent } from '../store/change.ts';
import { oneAfterAnother } from '../timing/one-at-a-time.ts';
import type { Generation } from './generation.ts';
import { withoutRestart } from './settings-at-restart.ts';

export type Reloaded =
  | { readonly outcome: 'reloaded'; readonly atRestart: readonly string[] }
  /** @param problem what is wrong, never a value of the configuration */
  | { readonly outcome: 'refused'; readonly problem: string };

export interface ReloadParts {
  readonly log: Logger;
  /** Reads file and environment again. @throws HallpassError config.* */
  readonly load: () => Config;
  readonly present: () => Config;
  /** Makes everything that carries messages, with the new configuration. @throws HallpassError */
  readonly begin: (config: Config) => Promise<Generation>;
  /** Puts it in force. @throws Error where a certificate cannot be used; then nothing has changed */
  readonly use: (generation: Generation) => Promise<void>;
  readonly audit: (event: AuditEvent) => Promise<void>;
}

/** @returns a function that reloads; a call while it runs reads the file again afterwards */
export function createReload(parts: ReloadParts): (actor: string) => Promise<Reloaded> {
  let actor = '';
  const once = oneAfterAnother(() => reload(parts, actor));
  return (by) => {
    actor = by;
    return once();
  };
}

async function reload({ log, load, present, begin, use, audit }: ReloadParts, actor: string): Promise<Reloaded> {
  let generation: Generation | undefined;
  try {
    const { config, atRestart } = withoutRestart(present(), load());
    generation = await begin(config);
    await use(generation);
    log.info({ atRestart }, 'configuration reloaded');
    await audit({ event: 'configuration-reloaded', actor, detail: { atRestart, policy: generation.policy.pack.hash } });
    return { outcome: 'reloaded', atRestart };
  } catch (error) {
    await generation?.stop();
    log.error({ code: codeOf(error) }, 'the configuration was refused; the one before stays in force');
    await audit({ event: 'configuration-refused', actor, detail: { code: codeOf(error) } });
    return { outcome: 'refused', problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  return error instanceof HallpassError ? error.message : `A part of it cannot be used (${codeOf(error)}).`;
}
