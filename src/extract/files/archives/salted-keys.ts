/** Keys of a password by their salt, each of which takes as long as a try of a password. */

/** Packers salt an archive, or each run that adds to it, not each file. */
const mostSalts = 16;

export interface Salted<Key> {
  /** @throws Error where an archive asks for more hashes than any that a packer writes */
  of(name: string, derive: () => Key): Key;
}

export function createSalted<Key>(): Salted<Key> {
  const known = new Map<string, Key>();
  return {
    of(name, derive) {
      const found = known.get(name);
      if (found !== undefined) return found;
      if (known.size >= mostSalts) throw new Error('each file would ask for a hash of its own');
      const key = derive();
      known.set(name, key);
      return key;
    },
  };
}
