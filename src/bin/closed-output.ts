/** `hallpass scan … | head`: who reads the output may have seen enough before its end. */

/**
 * The gateway goes on without somebody who reads what it prints; every other command ends, by a signal: an exit would wait for
 * threads that run native code, or abort with them.
 */
export function endWithReader(command: string | undefined): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (command !== 'start') process.kill(process.pid, 'SIGTERM');
    });
}
