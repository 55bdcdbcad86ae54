/** Ties locators to the students they belong to: by the roster first, then by how near they stand. */
import type { Locator } from './locator.ts';
import type { Mention } from './mention.ts';

export interface Bound {
  readonly mention: Mention;
  readonly locator: Locator;
  readonly score: number;
  readonly how: 'roster' | 'row' | 'line' | 'paragraph' | 'nearby' | 'message';
}

/** How far, in characters, a locator that is a family's by its words may stand from the name. */
const nearby = 900;

export interface Knows {
  /** Whether the roster has locators of this kind for the student: then another one is less likely to be theirs. */
  (studentId: string, kind: Locator['kind']): boolean;
}

/** @param mentions in order of parts and offsets */
export function bind(mentions: readonly Mention[], locators: readonly Locator[], knows: Knows): Bound[] {
  const byView = Map.groupBy(mentions, (mention) => mention.view);
  const students = new Set(mentions.map((mention) => mention.key));
  const byStudent = Map.groupBy(
    mentions.flatMap((mention) => mention.people.map((person) => ({ id: person.id, mention }))),
    (entry) => entry.id,
  );
  const bound: Bound[] = [];
  for (const locator of locators) {
    const owned = [...locator.owners].flatMap((id) => {
      const own = byStudent.get(id)?.map((entry) => entry.mention);
      const mention = own && nearest(own, locator);
      return mention ? [{ mention, locator, score: ownedScore(mention, locator), how: 'roster' as const }] : [];
    });
    if (owned.length > 0) bound.push(...owned);
    else
      bound.push(
        ...byPlace(byView.get(locator.view) ?? [], locator, students.size === 1 ? mentions[0] : undefined, knows),
      );
  }
  return bound.filter((entry) => entry.score > 0);
}

/** A guardian's given name alone must stand with the student; what is as good as unique counts in the whole message. */
function ownedScore(mention: Mention, locator: Locator): number {
  const sure = 0.9 + 0.1 * mention.strength;
  if (locator.rule === 'roster-family:relation') return 0.93 * sure;
  if (locator.rule !== 'roster-family:given-name') return 0.99 * sure;
  if (mention.view !== locator.view || mention.ambiguous) return 0;
  const near = sameLine(mention, locator) || mention.paragraph === locator.line.paragraph;
  return near ? 0.85 * sure : distance(mention, locator) < 300 ? 0.6 * sure : 0;
}

function byPlace(own: readonly Mention[], locator: Locator, only: Mention | undefined, knows: Knows): Bound[] {
  const onLine = own.filter((mention) => sameLine(mention, locator));
  if (locator.line.row) {
    const last = pick(onLine, locator);
    return last ? [entry(last, locator, 0.92, 'row', knows)] : [];
  }
  const line = pick(onLine, locator);
  if (line) return [entry(line, locator, locator.cued ? 0.88 : 0.8, 'line', knows)];
  const paragraph = pick(
    own.filter((mention) => mention.paragraph === locator.line.paragraph),
    locator,
  );
  if (paragraph) return [entry(paragraph, locator, locator.cued ? 0.8 : 0.6, 'paragraph', knows)];
  const near = pick(
    own.filter((mention) => distance(mention, locator) < nearby),
    locator,
  );
  if (near && locator.cued) return [entry(near, locator, only ? 0.7 : 0.6, 'nearby', knows)];
  if (only && only.view !== locator.view && locator.cued) {
    return [entry(only, locator, only.view.part.kind === 'subject' ? 0.7 : 0.6, 'message', knows)];
  }
  return [];
}

function entry(mention: Mention, locator: Locator, base: number, how: Bound['how'], knows: Knows): Bound {
  const support = mention.cued || (locator.cued && !mention.ambiguous);
  if (mention.ambiguous && !support) return { mention, locator, score: 0, how };
  const other = mention.people.some((person) => knows(person.id, locator.kind));
  const doubt = other ? (support ? 0.9 : 0.72) : 1;
  return {
    mention,
    locator,
    score: base * doubt * (support ? 0.3 + 0.7 * mention.strength : 0.95 * mention.strength),
    how,
  };
}

/** The last mention before the locator, otherwise the first after it. Mentions are in order. */
function pick(mentions: readonly Mention[], locator: Locator): Mention | undefined {
  return (
    mentions.findLast((mention) => mention.end <= locator.start) ??
    mentions.find((mention) => mention.start >= locator.end)
  );
}

function nearest(mentions: readonly Mention[], locator: Locator): Mention | undefined {
  const here = mentions.filter((mention) => mention.view === locator.view);
  let best = mentions[0];
  let least = Infinity;
  for (const mention of here) {
    const away = distance(mention, locator);
    if (away < least) {
      least = away;
      best = mention;
    }
  }
  return best;
}

function sameLine(mention: Mention, locator: Locator): boolean {
  return mention.view === locator.view && mention.start >= locator.line.start && mention.end <= locator.line.end;
}

function distance(mention: Mention, locator: Locator): number {
  return Math.max(locator.start - mention.end, mention.start - locator.end, 0);
}
