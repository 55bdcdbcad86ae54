/** How full the disk of a folder is, as `df` counts: alerts and the self-test say the same. */
import { statfs } from 'node:fs/promises';

/** Percentage of what accounts without privileges may use. @throws Error with the code of the file system */
export async function freePercent(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const usable = blocks - bfree + bavail;
  return usable === 0 ? 100 : (100 * bavail) / usable;
}
