/** `hallpass scan … | head`: who reads the output may have seen enough before its end. */

/**
 * The gateway goes on whatever becomes of what it prints: mail matters more than a reader who has gone, or a full disk behind a
 * redirection. Every other command ends, by a signal: an exit would wait for threads that run native code, or abort with them.
 */
export function endWithReader(command: string | undefined): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (command === 'start') return;
      if (error.code !== 'EPIPE') throw error;
      process.kill(process.pid, 'SIGTERM');
    });
}
