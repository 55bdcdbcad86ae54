/** The name under which the audit log records the actions of the command line. */
import { userInfo } from 'node:os';
import { processEnvironment } from '../config/environment.ts';

/** The operating system account of the person, also with sudo. */
export function operator(): string {
  return processEnvironment()['SUDO_USER'] ?? userInfo().username;
}
