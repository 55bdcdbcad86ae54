/** Ties locators to the students they belong to: by the roster first, then by how near they stand. */
import { neighbours, overlapsAny } from '../shared/text/sorted-spans.ts';
import type { Locator } from './locator.ts';
import type { Mention } from '../shared/students/mention.ts';
import type { PartView } from '../shared/students/part-view.ts';

export interface Bound {
  readonly mention: Mention;
  readonly locator: Locator;
  readonly score: number;
  readonly how: 'roster' | 'row' | 'line' | 'paragraph' | 'nearby' | 'message' | OtherPart;
}

/** The name stands in another part: how other-part.ts binds. */
export type OtherPart = 'by-name' | 'in-order' | 'listed' | 'single';

/** How far, in characters, a locator that is a family's by its words may stand from the name. */
const nearby = 900;

/** Whether the roster has locators of this kind for the student: then another one is less likely to be theirs. */
export type Knows = (studentId: string, kind: Locator['kind']) => boolean;

type ByView = ReadonlyMap<PartView, readonly Mention[]>;

/** @param mentions sorted within each part, without overlaps */
export function bind(mentions: readonly Mention[], locators: readonly Locator[], knows: Knows): Bound[] {
  const byView = Map.groupBy(mentions, (mention) => mention.view);
  const byStudent = mentionsByStudent(mentions);
  const only = new Set(mentions.map((mention) => mention.key)).size === 1 ? mentions[0] : undefined;
  const bound: Bound[] = [];
  for (const locator of locators) {
    const owned: Bound[] = [];
    for (const id of locator.owners) {
      const mention = nearest(byStudent.get(id), locator);
      if (mention && mention.view !== locator.view && isWriters(locator)) continue;
      if (mention) owned.push({ mention, locator, score: ownedScore(mention, locator), how: 'roster' });
    }
    if (owned.length > 0) bound.push(...closest(owned));
    else bound.push(...byPlace(byView.get(locator.view) ?? [], locator, only, knows));
  }
  return bound.filter((entry) => entry.score > 0);
}

/** Where several students share a phone or a parent's name, those of its own row, line or paragraph. */
function closest(owned: readonly Bound[]): readonly Bound[] {
  if (owned.length === 1) return owned;
  const onLine = owned.filter(({ mention, locator }) => isOnLine(mention, locator));
  if (onLine.length > 0) return onLine;
  const inParagraph = owned.filter(
    ({ mention, locator }) => mention.view === locator.view && mention.paragraph === locator.line.paragraph,
  );
  return inParagraph.length > 0 ? inParagraph : owned;
}

/** In the sender's own signature: of somebody of the district with a child there. */
function isWriters({ view, start, end }: Locator): boolean {
  const span = { start, end };
  return overlapsAny(view.signatures, span) && !overlapsAny(view.part.quoted, span);
}

function isOnLine(mention: Mention, locator: Locator): boolean {
  return mention.view === locator.view && mention.start >= locator.line.start && mention.end <= locator.line.end;
}

function mentionsByStudent(mentions: readonly Mention[]): Map<string, ByView> {
  const byStudent = new Map<string, Map<PartView, Mention[]>>();
  for (const mention of mentions) {
    for (const { id } of mention.people) {
      const views = byStudent.get(id) ?? new Map<PartView, Mention[]>();
      byStudent.set(id, views);
      const known = views.get(mention.view);
      if (known) known.push(mention);
      else views.set(mention.view, [mention]);
    }
  }
  return byStudent;
}

/** The mention next to the locator; where its part has none, the first of the message. */
function nearest(views: ByView | undefined, locator: Locator): Mention | undefined {
  const here = views?.get(locator.view);
  if (!here) return views?.values().next().value?.[0];
  const { before, after } = neighbours(here, locator);
  if (!before || !after) return before ?? after ?? here[0];
  return distance(before, locator) <= distance(after, locator) ? before : after;
}

/** A guardian's given name alone must stand with the student; what is as good as unique counts in the whole message. */
function ownedScore(mention: Mention, locator: Locator): number {
  const sure = 0.9 + 0.1 * mention.strength;
  if (locator.rule === 'roster-family:relation') return 0.93 * sure;
  if (locator.rule !== 'roster-family:given-name') return 0.99 * sure;
  if (mention.view !== locator.view || mention.ambiguous) return 0;
  if (mention.paragraph === locator.line.paragraph) return 0.85 * sure;
  return distance(mention, locator) < 300 ? 0.6 * sure : 0;
}

/** The name before the locator rather than the one after it; in a table nothing but its own row. */
function byPlace(own: readonly Mention[], locator: Locator, only: Mention | undefined, knows: Knows): Bound[] {
  const { before, after } = neighbours(own, locator);
  const pick = (fits: (mention: Mention) => boolean) => [before, after].find((mention) => mention && fits(mention));
  const line = pick((mention) => isOnLine(mention, locator));
  if (locator.line.row) return line ? [placed(line, locator, 0.92, 'row', knows)] : [];
  if (line) return [placed(line, locator, locator.cued ? 0.88 : 0.8, 'line', knows)];
  const paragraph = pick((mention) => mention.paragraph === locator.line.paragraph);
  if (paragraph) return [placed(paragraph, locator, locator.cued ? 0.8 : 0.6, 'paragraph', knows)];
  if (!locator.cued) return [];
  const near = pick((mention) => distance(mention, locator) < nearby);
  if (near) return [placed(near, locator, only ? 0.7 : 0.6, 'nearby', knows)];
  if (!only || only.view === locator.view) return [];
  return [placed(only, locator, only.view.part.kind === 'subject' ? 0.7 : 0.6, 'message', knows)];
}

function placed(mention: Mention, locator: Locator, base: number, how: Bound['how'], knows: Knows): Bound {
  const support = mention.cued || (locator.cued && !mention.ambiguous);
  if (mention.ambiguous && !support) return { mention, locator, score: 0, how };
  const other = mention.people.some((person) => knows(person.id, locator.kind));
  const doubt = other ? (support ? 0.9 : 0.72) : 1;
  const sure = support ? 0.3 + 0.7 * mention.strength : 0.95 * mention.strength;
  return { mention, locator, score: base * doubt * sure, how };
}

function distance(mention: Mention, locator: Locator): number {
  return Math.max(locator.start - mention.end, mention.start - locator.end, 0);
}
