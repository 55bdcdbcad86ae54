/** Notices to reviewers and managers when a message is assigned or escalated: ids and counts, no content. */
import type { NewNotice } from '../../store/change.ts';
import type { Actor } from '../../store/review/actor.ts';
import type { Person, ReviewParts } from './review-parts.ts';
import { standInFor } from './stand-in.ts';

/** None where somebody assigns a message to themselves. */
export async function assignmentNotices(
  parts: ReviewParts,
  id: string,
  person: Person,
  actor: Actor,
): Promise<readonly NewNotice[]> {
  const message = person.id === actor.id ? undefined : await parts.message(id);
  return message ? parts.staffNotice(message, { topic: 'assigned', to: [person], by: actor.name }) : [];
}

/** To the managers who may see the message, or to their deputies, except whoever escalates it. */
export async function escalationNotices(parts: ReviewParts, id: string, actor: Actor): Promise<readonly NewNotice[]> {
  const message = await parts.message(id);
  const to = new Map<string, Person>();
  for (const manager of await parts.managers()) {
    if (manager.id === actor.id || (await parts.review.items.visible([id], manager)).length === 0) continue;
    const { person } = await standInFor(parts, manager, id);
    if (person.id !== actor.id) to.set(person.id, person);
  }
  return message ? parts.staffNotice(message, { topic: 'escalated', to: [...to.values()], by: actor.name }) : [];
}
