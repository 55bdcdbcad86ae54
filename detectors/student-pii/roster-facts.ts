/** What the roster knows about where students can be found, indexed once at start-up. */
import type { DirectoryLookup, DirectoryPerson } from '../detector.ts';
import { addressKey } from '../shared/addresses.ts';
import { phoneDigits } from '../shared/phones.ts';

export interface RosterFacts {
  /** Student ids by ten digits of their own or their guardians' phones. */
  readonly byPhone: ReadonlyMap<string, ReadonlySet<string>>;
  /** Student ids by address key. */
  readonly byAddress: ReadonlyMap<string, ReadonlySet<string>>;
  readonly ownPhones: ReadonlySet<string>;
  readonly ownAddresses: ReadonlySet<string>;
  guardiansOf(student: DirectoryPerson): readonly DirectoryPerson[];
  /** Other students who share a guardian. */
  siblingsOf(student: DirectoryPerson): readonly DirectoryPerson[];
}

/** What more students share is a placeholder, a shelter or a tower block: it says nothing about one of them. */
const sharedByMany = 25;

export function rosterFacts(directory: DirectoryLookup): RosterFacts {
  const byPhone = new Map<string, Set<string>>();
  const byAddress = new Map<string, Set<string>>();
  const people = (ids: readonly string[]) =>
    ids.map((id) => directory.personById(id)).filter((person): person is DirectoryPerson => person !== undefined);
  const guardiansOf = (student: DirectoryPerson) => people(student.relatedIds);

  for (const student of directory.students()) {
    const guardians = guardiansOf(student);
    for (const person of [student, ...guardians]) {
      for (const phone of person.phones) put(byPhone, phoneDigits(phone), student.id);
      for (const address of person.addresses) put(byAddress, addressKey(address), student.id);
    }
  }
  for (const map of [byPhone, byAddress]) for (const [key, ids] of map) if (ids.size > sharedByMany) map.delete(key);
  return {
    byPhone,
    byAddress,
    ownPhones: new Set(directory.ownPhones.map(phoneDigits)),
    ownAddresses: new Set(directory.ownAddresses.map(addressKey)),
    guardiansOf,
    siblingsOf: (student) => {
      const ids = new Set(guardiansOf(student).flatMap((guardian) => guardian.relatedIds));
      ids.delete(student.id);
      return people([...ids]);
    },
  };
}

function put(map: Map<string, Set<string>>, key: string, id: string): void {
  if (key === '') return;
  const known = map.get(key);
  if (known) known.add(id);
  else map.set(key, new Set([id]));
}
