/** The second part of `hallpass demo`: an invented week of mail, with some messages already decided on, so that the console is not empty. */
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { composeMime } from '../eval/compose-mime.ts';
import type { ReviewStore } from '../store/review/review-store.ts';

const FILE = new URL('../../fixtures/demo/more.yaml', import.meta.url);
const DAY_MINUTES = 1440;
/** The largest age by state: messages that wait for their senders expire first. */
const days = { quarantined: 9, warned: 2, delivered: 13 } as const;
/** The reviewer who made the demo's past decisions. */
const actor = { id: randomUUID(), name: 'Demo Reviewer', email: 'demo.reviewer@school.example' };

const thenSchema = z.strictObject({
  release: z.string().optional(),
  return: z.string().optional(),
  escalate: z.string().optional(),
  note: z.string().optional(),
  take: z.literal(true).optional(),
  /** What the sender wrote. */
  appeal: z.string().optional(),
  confirm: z.int().optional(),
  falseAlarm: z.int().optional(),
});
type Then = z.infer<typeof thenSchema>;

const weekSchema = z.array(
  z.strictObject({
    from: z.string(),
    to: z.array(z.string()).min(1),
    cc: z.array(z.string()).default([]),
    subject: z.string(),
    then: thenSchema.default({}),
    text: z.string(),
    html: z.string().optional(),
    attachments: z
      .array(z.strictObject({ filename: z.string(), contentType: z.string(), text: z.string() }))
      .default([]),
  }),
);

export interface MailOfTheWeek {
  readonly raw: Buffer;
  /** What happens to it once it is held. */
  readonly then: Then;
}

/** @param fixtureDomain is replaced by the domain of the gateway */
export function weekOfMail(fixtureDomain: string, domain: string): MailOfTheWeek[] {
  const mails = weekSchema.parse(parse(readFileSync(FILE, 'utf8').replaceAll(fixtureDomain, domain)));
  return mails.map(({ from, to, cc, then, ...mail }) => ({
    then,
    raw: composeMime({
      ...mail,
      from: { name: from, address: `${from.toLowerCase().replaceAll(' ', '.')}@${domain}` },
      to: to.map((address) => ({ name: '', address })),
      cc: cc.map((address) => ({ name: '', address })),
    }),
  }));
}

/** The minutes by which each message is backdated: spread over the days that its state allows, the same in each run. */
export function spread(messages: readonly { id: string; state: string }[]): { id: string; minutes: number }[] {
  return messages.flatMap(({ id, state }, at) => {
    const most = state === 'quarantined' || state === 'warned' || state === 'delivered' ? days[state] * DAY_MINUTES : 0;
    // Steps of the golden ratio are spread evenly for any number of messages.
    const share = (at * 0.618_034) % 1;
    return most === 0 ? [] : [{ id, minutes: Math.round(share * most) }];
  });
}

export interface HeldOfTheWeek {
  readonly id: string;
  readonly recipients: number;
  readonly then: Then;
}

/** Releases, returns, an escalation, appeals and judgements; the gateway carries them out like those of a reviewer. */
export async function decideSome(review: ReviewStore, held: readonly HeldOfTheWeek[], now: Date): Promise<void> {
  for (const { id, recipients, then } of held) {
    if (then.confirm !== undefined) await review.records.judge(id, then.confirm, 'confirmed', actor);
    if (then.falseAlarm !== undefined) await review.records.judge(id, then.falseAlarm, 'false-alarm', actor);
    if (then.note !== undefined) await review.records.note(id, then.note, actor);
    if (then.escalate !== undefined) await review.records.escalate(id, then.escalate, actor);
    if (then.appeal !== undefined) await review.records.appeal(id, then.appeal, now);
    if (then.take === true) await review.records.assign(id, actor, { actor, ifFree: true });
    for (const choice of ['release', 'return'] as const) {
      const reason = then[choice];
      if (reason === undefined) continue;
      await review.decisions.decide(
        id,
        { schools: [] },
        { choice, reason },
        { actor, now, undoMs: 0, recipients, withoutReading: true },
      );
    }
  }
}
