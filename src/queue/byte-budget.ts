/** Limits the bytes of message bodies in work at once: forty messages of 50 MB must not end the process. */

export interface ByteBudget {
  /**
   * Runs the work once its bytes fit. One larger than the whole budget runs alone. First come, first served. The work may
   * give its bytes back before it ends.
   */
  during<T>(bytes: number, work: (giveBack: () => void) => Promise<T>): Promise<T>;
}

export function createByteBudget(limit: number): ByteBudget {
  let used = 0;
  const waiting: { bytes: number; start: () => void }[] = [];
  const fits = (bytes: number) => used === 0 || used + bytes <= limit;
  function startWaiting(): void {
    while (waiting[0] && fits(waiting[0].bytes)) {
      const { bytes, start } = waiting.shift()!;
      used += bytes;
      start();
    }
  }
  return {
    async during(bytes, work) {
      await new Promise<void>((start) => {
        waiting.push({ bytes, start });
        startWaiting();
      });
      let held = true;
      const giveBack = (): void => {
        if (!held) return;
        held = false;
        used -= bytes;
        startWaiting();
      };
      try {
        return await work(giveBack);
      } finally {
        giveBack();
      }
    },
  };
}
