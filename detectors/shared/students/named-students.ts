/** Who is named in a message, looked up once for all detectors that ask what is said about a student. */
import type { DirectoryLookup, ExtractedMessage } from '../../detector.ts';
import { rosterNames } from '../people/roster-names.ts';
import { contextMentions } from './context-mentions.ts';
import type { Mention } from './mention.ts';
import { viewParts, type PartView } from './part-view.ts';
import {
  fullKey,
  isGuardianKey,
  isGuardianName,
  isStaffName,
  rosterMentions,
  type NameKeys,
} from './roster-mentions.ts';

export interface NamedStudents {
  /** A view of each part, in the message's order. */
  readonly views: readonly PartView[];
  /** Students of the roster; sorted within each part, the parts in order. */
  readonly onRoster: readonly Mention[];
  /** The same with those who are known by the words around their names only. */
  withContext(): readonly Mention[];
  /** Folded `given family` of the sender, the recipients, the staff and guardians: adults, where nothing else is known. */
  readonly adults: NameKeys;
  /** Folded words of the sender's and the recipients' names. */
  readonly correspondents: ReadonlySet<string>;
}

export type FindStudents = (message: ExtractedMessage) => NamedStudents;

const finders = new WeakMap<DirectoryLookup, FindStudents>();

/** The finder of a directory: a message is read once, whoever asks. */
export function studentFinder(directory: DirectoryLookup): FindStudents {
  let finder = finders.get(directory);
  if (!finder) {
    finder = createFinder(directory);
    finders.set(directory, finder);
  }
  return finder;
}

function createFinder(directory: DirectoryLookup): FindStudents {
  const index = rosterNames(directory);
  const known = new WeakMap<ExtractedMessage, NamedStudents>();

  const find = (message: ExtractedMessage): NamedStudents => {
    const correspondents = namesOfCorrespondents(message);
    const named = new Set(correspondents);
    const adults = { has: (key: string) => named.has(key) || isStaffName(directory, key) };
    const guardians = { has: (key: string) => isGuardianKey(directory, key) };
    const views = viewParts(message);
    const perView = views.map((view) =>
      rosterMentions(view, index, adults, (person) => isGuardianName(directory, person)),
    );
    let all: readonly Mention[] | undefined;
    return {
      views,
      onRoster: perView.flat(),
      withContext: () =>
        (all ??= merged(
          views,
          perView,
          contextMentions(views, (view) => perView[views.indexOf(view)]!, adults, guardians),
        )),
      adults: { has: (key) => adults.has(key) || guardians.has(key) },
      correspondents: new Set(correspondents.flatMap((name) => name.split(' '))),
    };
  };
  return (message) => {
    let found = known.get(message);
    if (!found) {
      found = find(message);
      known.set(message, found);
    }
    return found;
  };
}

/** Both kinds in the order of the text, part after part. */
function merged(
  views: readonly PartView[],
  onRoster: readonly (readonly Mention[])[],
  byContext: readonly Mention[],
): Mention[] {
  const perView = Map.groupBy(byContext, (mention) => mention.view);
  return views.flatMap((view, at) =>
    [...onRoster[at]!, ...(perView.get(view) ?? [])].sort((a, b) => a.start - b.start),
  );
}

function namesOfCorrespondents(message: ExtractedMessage): string[] {
  const boxes = [...(message.from ? [message.from] : []), ...message.to, ...message.cc];
  return boxes.map((box) => fullKey(box.name, box.name)).filter((key) => key.trim() !== '');
}
