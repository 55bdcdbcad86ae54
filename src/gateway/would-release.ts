/** Tries an exception on the messages that were held lately: what it would have released under the active policy. */
import type { PolicyPack } from '../decide/pack-schema.ts';
import { decideWithExceptions, withoutExceptions } from '../decide/reviewer-exceptions.ts';
import { peopleConcerned } from '../decide/verdict.ts';
import type { ReviewParts } from '../review/api/review-parts.ts';
import type { ReviewStore } from '../store/review/review-store.ts';

type TryException = ReviewParts['wouldRelease'];

export function createWouldRelease({ heldSince }: Pick<ReviewStore, 'heldSince'>, pack: PolicyPack): TryException {
  return async ({ codes, sender = null, recipient = null, students }, since) => {
    const exception = { id: 'draft', codes, sender, recipient, students };
    const released: Awaited<ReturnType<TryException>>[number][] = [];
    for await (const { id, receivedAt, schools, input, verdict } of heldSince(since, codes)) {
      const decided = decideWithExceptions(withoutExceptions(input), pack, [exception]);
      if (decided.used.length === 0 || decided.verdict.action !== 'deliver') continue;
      released.push({ id, receivedAt, schools, sender: input.sender, students: peopleConcerned(input, verdict) });
    }
    return released;
  };
}
