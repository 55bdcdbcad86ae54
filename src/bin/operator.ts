/** Under which name the command line puts on record what it does. */
import { userInfo } from 'node:os';
import { processEnvironment } from '../config/environment.ts';

/** The account of the operating system that the person signed in with, also behind sudo. */
export function operator(): string {
  return processEnvironment()['SUDO_USER'] ?? userInfo().username;
}
