/** Processor time and memory of process trees, from /proc (proc(5)). Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second (USER_HZ), the same on every Linux. */
const TICKS = 100;
const SAMPLE_MS = 250;
/** Reading the memory of a tree takes longer than reading its times. */
const MEMORY_EVERY = 4;

export interface Cost {
  readonly cpuS: number;
  /** Largest sum of proportional set sizes: shared pages count once. */
  readonly memoryMb: number;
}

interface ProcessTimes {
  readonly parent: number;
  readonly cpuS: number;
}

/** Starts to watch. @returns a function that ends it and sums up */
export function watchTrees(roots: readonly number[]): () => Cost {
  const begin = cpuOf(roots);
  let memoryMb = 0;
  let samples = 0;
  const sample = (): void => {
    if (samples % MEMORY_EVERY === 0) memoryMb = Math.max(memoryMb, memoryOf(roots));
    samples += 1;
  };
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return { cpuS: cpuOf(roots) - begin, memoryMb: Math.max(memoryMb, memoryOf(roots)) };
  };
}

/** Proportional set sizes of the trees together, in MB (2^20 bytes). */
export function memoryOf(roots: readonly number[]): number {
  return [...treeOf(roots).keys()].reduce((sum, pid) => {
    const size = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
    return sum + Number(size ?? 0) / 1024;
  }, 0);
}

/** Seconds, with those of children that have ended. */
export function cpuOf(roots: readonly number[]): number {
  return [...treeOf(roots).values()].reduce((sum, { cpuS }) => sum + cpuS, 0);
}

function treeOf(roots: readonly number[]): Map<number, ProcessTimes> {
  const all = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    if (stat === '') continue;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    all.set(Number(name), { parent: Number(fields[1]), cpuS: ticks / TICKS });
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (roots.includes(at)) return true;
    return false;
  };
  return new Map([...all].filter(([pid]) => belongs(pid)));
}

/** Empty where the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
