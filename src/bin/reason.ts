/** The reason that acts at the terminal ask for: acts on a message, an account, an exception, a legal hold, a policy or an archive. */
import type { Command } from 'commander';
import { HallpassError } from '../errors/hallpass-error.ts';

/** As in the console. */
const MOST = 4000;

/** Options of an act that asks for a reason. */
export interface Acting {
  readonly config?: string;
  readonly reason?: string;
}

/**
 * @param use where the reason goes, for the help text
 * @param where where it is required
 */
export function asksReason(
  command: Command,
  use = 'kept in the audit log, encrypted',
  where: 'required' | `required with --${string}` = 'required',
): Command {
  return command.option('--reason <text>', `why (${where}); ${use}`);
}

/** @throws HallpassError cli.usage where there is none */
export function givenReason(reason: string | undefined): string {
  const given = reason?.trim() ?? '';
  if (given === '')
    throw new HallpassError('cli.usage', 'a reason is missing; say why with --reason "TEXT", and run it again');
  if (given.length > MOST)
    throw new HallpassError('cli.usage', `the reason has ${given.length} characters; at most ${MOST} are kept`);
  return given;
}
