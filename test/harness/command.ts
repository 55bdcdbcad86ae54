/** Runs a program to its end: `bin/hallpass` with a clean environment, or another one. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const hallpassCommand = join(import.meta.dirname, '../../bin/hallpass');

/** @param environment nothing but PATH and HOME is passed on beside it. @param input its standard input; without it there is none */
export async function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<Finished> {
  return launch(program, args, environment, input).finished;
}

export interface Launched {
  /** What it has written to standard output so far. */
  output(): string;
  /** What it has written to standard error so far. */
  errors(): string;
  terminate(): void;
  readonly finished: Promise<Finished>;
}

/** The same without waiting for the end. @throws Error from `finished` where the program cannot be run */
export function launch(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input?: string,
): Launched {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, args, { env: { PATH, HOME, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  // A program that does not read it to the end has ended before.
  child.stdin.on('error', () => undefined).end(input);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const finished = new Promise<Finished>((done, fail) =>
    child.once('error', fail).once('close', (code) => done({ code, stdout, stderr })),
  );
  return { output: () => stdout, errors: () => stderr, terminate: () => void child.kill('SIGTERM'), finished };
}
