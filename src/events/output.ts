/** Where events go: a file, a webhook, a syslog server. Each takes them in order, and again where it is not known whether it has them. */
import type { OutgoingEvent } from './event.ts';

export interface EventOutput {
  /** Resolves once the events are on disk or accepted. @throws Error where they have to be sent again */
  send(events: readonly OutgoingEvent[]): Promise<void>;
  close(): Promise<void>;
}
