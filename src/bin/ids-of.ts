/** Messages by the first characters of their ids, as people type them. */
import type { OpenStore } from './open-store.ts';

export async function idsOf({ store }: Pick<OpenStore, 'store'>, prefixes: readonly string[]): Promise<string[]> {
  return (await Promise.all(prefixes.map((prefix) => store.idsLike(prefix.toLowerCase())))).flat();
}
