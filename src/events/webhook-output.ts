/** Events posted as a JSON array, signed as alerts are. */
import { postWebhook, type Webhook } from '../alerts/post-webhook.ts';
import { ecsOf } from './event.ts';
import type { EventOutput } from './output.ts';

export function createWebhookOutput(webhook: Webhook, hostname: string): EventOutput {
  return {
    async send(events) {
      // The same for each attempt at the same events, so that the receiver can drop a repetition.
      const id = `events-${events[0]!.seq}-${events.at(-1)!.seq}`;
      const data = events.map((event) => ecsOf(event, hostname));
      await postWebhook(webhook, id, JSON.stringify({ type: 'hallpass.events', data }), new Date());
    },
    close: () => Promise.resolve(),
  };
}
