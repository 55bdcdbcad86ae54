/** The district's mailing lists: configured, or one for each school of the roster; what each reaches and who may write to it. */
import type { MailingList } from '../../detectors/detector.ts';
import type { Config } from '../config/schema.ts';
import { comparableAddress } from '../message/domain-name.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import { isRosterGroup, rosterGroup } from '../message/roster-group.ts';
import { matchesPattern } from './matches-pattern.ts';
import type { Members, SchoolMembers } from './school-members.ts';

type ListEntry = Config['district']['lists'][number];

/**
 * The list behind an address, undefined where it is none.
 *
 * @param sender envelope sender; without one, and for the null sender, nothing is said about approval
 */
export type FindList = (address: string, sender: string | undefined) => MailingList | undefined;

/** Stands for the name of a school in a configured address. */
export const schoolPlace = '{school}';

/** Whether entries need to know whom the roster has: counting takes a pass over it. */
export function needsMembers(lists: readonly ListEntry[]): boolean {
  return lists.some(({ address, school }) => school !== undefined || address.includes(schoolPlace));
}

/**
 * @param members absent where there is no roster: then lists by school are unknown
 * @param groupsOf groups of the roster that a sender is in
 */
export function openLists(
  lists: readonly ListEntry[],
  members: SchoolMembers | undefined,
  groupsOf: GroupsOf = () => [],
): FindList {
  const schools = members ? schoolsByForm([...members.schools.keys()]) : new Map<string, readonly string[]>();
  const finders = lists.map((entry) => {
    const fits = fitting(comparableAddress(entry.address), schools);
    const approved = approval(entry, schools, groupsOf);
    return { entry, fits, approved };
  });
  return (address, sender) => {
    const text = comparableAddress(address);
    for (const { entry, fits, approved } of finders) {
      const inAddress = fits(text);
      if (inAddress === undefined) continue;
      const named = entry.school === undefined ? inAddress : [entry.school.toLowerCase()];
      const count = entry.members ?? countOf(entry, named, members);
      return {
        address,
        kind: entry.kind,
        ...(count !== undefined && { members: count }),
        ...(entry.purpose !== undefined && { purpose: entry.purpose }),
        ...(entry.owners && { owners: entry.owners }),
        ...(approved &&
          sender !== undefined &&
          sender !== '' && { senderApproved: approved(comparableAddress(sender), named) }),
      };
    }
    return undefined;
  };
}

/** Tells the schools that an address names: none for a plain pattern, several where their short names are alike. */
function fitting(
  pattern: string,
  schools: ReadonlyMap<string, readonly string[]>,
): (address: string) => readonly string[] | undefined {
  const place = pattern.indexOf(schoolPlace);
  if (place < 0) {
    const pieces = pattern.split('*');
    return (address) => (matchesPattern(address, pieces) ? [] : undefined);
  }
  const [before, after] = [pattern.slice(0, place), pattern.slice(place + schoolPlace.length)];
  return (address) =>
    address.length > before.length + after.length && address.startsWith(before) && address.endsWith(after)
      ? schools.get(address.slice(before.length, address.length - after.length))
      : undefined;
}

function countOf(
  { kind }: ListEntry,
  named: readonly string[],
  members: SchoolMembers | undefined,
): number | undefined {
  if (kind === 'department' || kind === 'other') return undefined;
  const [school, ...more] = named;
  if (school === undefined || more.length > 0) return undefined;
  const counted: Members | undefined = school === 'all' ? members?.all : members?.schools.get(school);
  return counted && counted[kind] > 0 ? counted[kind] : undefined;
}

type GroupsOf = (address: string) => readonly string[];

/** Whether a sender may write to a list of these schools: `{school}-office@…` only to those of its own. */
type Approves = (sender: string, named: readonly string[]) => boolean;

function approval(
  { owners = [], approvedSenders }: ListEntry,
  schools: ReadonlyMap<string, readonly string[]>,
  groupsOf: GroupsOf,
): Approves | undefined {
  if (approvedSenders === undefined) return undefined;
  const checks = [...owners, ...approvedSenders].map((entry): Approves => {
    if (isRosterGroup(entry)) return byGroup(rosterGroup(entry), groupsOf);
    const pattern = comparableAddress(entry);
    if (!pattern.includes('@')) return (sender) => domainMatches(domainOf(sender), [pattern]);
    const fits = fitting(pattern.startsWith('@') ? `*${pattern}` : pattern, schools);
    const bySchool = pattern.includes(schoolPlace);
    return (sender, named) => {
      const own = fits(sender);
      return own !== undefined && (!bySchool || own.some((school) => named.includes(school)));
    };
  });
  return (sender, named) => checks.some((approves) => approves(sender, named));
}

/** `roster:school:{school}` may write to the lists of its own school only. */
function byGroup(group: string, groupsOf: GroupsOf): Approves {
  return (sender, named) => {
    const wanted = group.includes(schoolPlace)
      ? named.map((school) => rosterGroup(group.replace(schoolPlace, school)))
      : [group];
    const groups = groupsOf(sender);
    return wanted.some((one) => groups.includes(one));
  };
}

/** Words that say what a school is rather than which. */
const schoolWords: ReadonlySet<string> = new Set(
  'school schools elementary middle high junior senior intermediate primary secondary academy center'.split(' '),
);

/** Schools by the ways that addresses write their names: `creekside-elementary-school`, `creeksideelementary`, `creekside`. */
function schoolsByForm(names: readonly string[]): Map<string, readonly string[]> {
  const forms = new Map<string, string[]>();
  for (const name of names) {
    for (const form of formsOf(name)) {
      const known = forms.get(form);
      if (known) known.push(name);
      else forms.set(form, [name]);
    }
  }
  return forms;
}

function formsOf(name: string): Set<string> {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f'’.]/g, '');
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const forms = new Set<string>();
  for (let length = words.length; length > 0; length -= 1) {
    for (const joint of ['-', '.', '_', '']) forms.add(words.slice(0, length).join(joint));
    if (!schoolWords.has(words[length - 1]!)) break;
  }
  return forms;
}
