/** Events of the audit log as they leave the gateway: JSON with the names of the Elastic Common Schema where it has them. */

/** An event of the audit log. It has no content, no subject and no addresses of senders and recipients. */
export interface OutgoingEvent {
  readonly seq: number;
  readonly at: Date;
  readonly messageId: string | null;
  readonly event: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** ECS 8: https://www.elastic.co/docs/reference/ecs. What it has no name for is in `hallpass`. */
export function ecsOf({ seq, at, messageId, event, actor, detail }: OutgoingEvent, hostname: string) {
  return {
    '@timestamp': at.toISOString(),
    ecs: { version: '8.17.0' },
    event: {
      id: String(seq),
      sequence: seq,
      kind: 'event',
      module: 'hallpass',
      dataset: 'hallpass.audit',
      action: event,
      ...(outcomes[event] === undefined ? {} : { outcome: outcomes[event] }),
    },
    observer: { vendor: 'Hallpass', product: 'Hallpass', type: 'email gateway', hostname },
    ...(messageId === null ? {} : { email: { local_id: messageId } }),
    ...(actor === 'gateway' ? {} : { user: actor.includes('@') ? { name: actor, email: actor } : { name: actor } }),
    hallpass: detail,
  };
}

const outcomes: Readonly<Record<string, 'success' | 'failure' | 'unknown'>> = {
  delivered: 'success',
  failed: 'failure',
  deferred: 'unknown',
  'sign-in': 'success',
  'sign-in-refused': 'failure',
  'configuration-refused': 'failure',
};

/** One line of JSON, without its line end. */
export function lineOf(event: OutgoingEvent, hostname: string): string {
  return JSON.stringify(ecsOf(event, hostname));
}
