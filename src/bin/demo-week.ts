/** The second half of `hallpass demo`: an invented week of a district, some of it decided on, so that the console has something to show. */
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { composeMime } from '../eval/compose-mime.ts';
import type { ReviewStore } from '../store/review/review-store.ts';

const FILE = new URL('../../fixtures/demo/more.yaml', import.meta.url);
const DAY_MINUTES = 1440;
/** Warned messages expire first: they must not be older than that. */
const days = { quarantined: 9, warned: 2, delivered: 13 } as const;
/** Who decided in the past of the demo. */
const actor = { id: randomUUID(), name: 'Demo Reviewer', email: 'demo.reviewer@school.example' };

const weekSchema = z.array(
  z.strictObject({
    from: z.string(),
    to: z.array(z.string()).min(1),
    cc: z.array(z.string()).default([]),
    subject: z.string(),
    text: z.string(),
    html: z.string().optional(),
    attachments: z
      .array(z.strictObject({ filename: z.string(), contentType: z.string(), text: z.string() }))
      .default([]),
  }),
);

/** @param fixtureDomain replaced by that of the gateway */
export function weekOfMail(fixtureDomain: string, domain: string): Buffer[] {
  const mails = weekSchema.parse(parse(readFileSync(FILE, 'utf8').replaceAll(fixtureDomain, domain)));
  return mails.map(({ from, to, cc, ...mail }) =>
    composeMime({
      ...mail,
      from: { name: from, address: `${from.toLowerCase().replaceAll(' ', '.')}@${domain}` },
      to: to.map((address) => ({ name: '', address })),
      cc: cc.map((address) => ({ name: '', address })),
    }),
  );
}

/** How far back each message is put, spread over the days that its state allows, the same at each run. */
export function spread(messages: readonly { id: string; state: string }[]): { id: string; minutes: number }[] {
  return messages.flatMap(({ id, state }, at) => {
    const most = state === 'quarantined' || state === 'warned' || state === 'delivered' ? days[state] * DAY_MINUTES : 0;
    // Steps of the golden ratio lie evenly, whatever their number.
    const share = (at * 0.618_034) % 1;
    return most === 0 ? [] : [{ id, minutes: Math.round(share * most) }];
  });
}

/** Some releases, returns, an escalation, an appeal and judgements: carried out by the gateway, as a reviewer's are. */
export async function decideSome(review: ReviewStore, held: readonly string[], now: Date): Promise<void> {
  const everywhere = { schools: [] };
  const options = { actor, now, undoMs: 0, recipients: 1 };
  for (const [at, id] of held.entries()) {
    if (at % 5 === 1)
      await review.decisions.decide(
        id,
        everywhere,
        { choice: 'release', reason: 'Agreed with the office of records.' },
        options,
      );
    if (at % 7 === 3)
      await review.decisions.decide(
        id,
        everywhere,
        { choice: 'return', reason: 'Please leave out the addresses and send it again.' },
        options,
      );
    if (at % 6 === 2) await review.records.judge(id, 0, at % 4 === 2 ? 'false-alarm' : 'confirmed', actor);
    if (at === 4) await review.records.escalate(id, 'Please ask the principal about this one.', actor);
    if (at === 5 || at === 10)
      await review.records.appeal(id, 'The printer has a contract with us and needs the list by Friday.', now);
    if (at === 9) await review.records.note(id, 'Called the sender: she will send it through the portal.', actor);
  }
}
