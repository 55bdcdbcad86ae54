/** Traces of messages, the queue for the next hop and the configuration in the console's API: no subject, content or findings. */
import { z } from 'zod';

export const traceQuery = z.object({
  /** An address, or a domain with @ in front. */
  sender: z.string().min(3).max(320).optional(),
  recipient: z.string().min(3).max(320).optional(),
  id: z.uuid().optional(),
  days: z.coerce.number().int().min(1).max(3650).default(30),
  /** In place of days: received at this time or later, and before the other one. A time alone finds everything of that time. */
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const tracedMessage = z.object({
  id: z.uuid(),
  kind: z.enum(['mail', 'notice']),
  state: z.string(),
  receivedAt: z.iso.datetime(),
  sender: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Address of the SMTP client; null for what the gateway itself wrote. */
  client: z.string().nullable(),
  tls: z.boolean(),
  /** Next attempt, or the end of a hold. */
  dueAt: z.iso.datetime().nullable(),
  recipients: z.array(
    z.object({
      address: z.string(),
      state: z.string(),
      attempts: z.int(),
      status: z.string().nullable(),
      /** Of the next hop to the last attempt. */
      reply: z.string().nullable(),
      remote: z.string().nullable(),
    }),
  ),
  /** Copies for archives; `copiedAt` is null for those that wait. */
  copies: z.array(
    z.object({
      archive: z.string(),
      copiedAt: z.iso.datetime().nullable(),
      attempts: z.int(),
      /** Error code of the last attempt. */
      code: z.string().nullable(),
      reply: z.string().nullable(),
    }),
  ),
  events: z.array(z.object({ at: z.iso.datetime(), event: z.string(), actor: z.string() })),
});
/** Newest first. */
export const trace = z.object({ messages: z.array(tracedMessage) });
export type Trace = z.infer<typeof trace>;

/** What waits for the same reason. */
export const queueGroup = z.object({
  remote: z.string().nullable(),
  status: z.string().nullable(),
  reply: z.string().nullable(),
  messages: z.int(),
  recipients: z.int(),
  oldestAt: z.iso.datetime(),
  nextAttemptAt: z.iso.datetime().nullable(),
});
/** A next hop: of the configuration, of an earlier attempt, or paused. */
export const nextHop = z.object({
  /** `host:port` */
  hop: z.string(),
  /** From the last attempt or probe; null where this process does not know it. */
  condition: z.string().nullable(),
  pausedAt: z.iso.datetime().nullable(),
  pausedBy: z.string().nullable(),
});
/** An archive of the configuration, or another one that something waits for. */
export const archive = z.object({
  archive: z.string(),
  /** Copies that are not made yet. */
  waiting: z.int(),
  oldestAt: z.iso.datetime().nullable(),
  nextAttemptAt: z.iso.datetime().nullable(),
  /** Since when it has taken no copy. */
  failingSince: z.iso.datetime().nullable(),
  /** Error code of the last failure. */
  code: z.string().nullable(),
});
export const queue = z.object({
  groups: z.array(queueGroup),
  hops: z.array(nextHop),
  archives: z.array(archive),
});
export type Queue = z.infer<typeof queue>;

const ids = z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) });
/** Those that wait for the same reason, as in a group of the queue. */
const reason = z.strictObject({ reason: queueGroup.pick({ remote: true, status: true, reply: true }) });

/** Certain messages, those of a group, or every one that waits. */
export const retry = z.union([ids, reason, z.strictObject({ all: z.literal(true) })]);
export const retried = z.object({ messages: z.int() });

/** At most 500 are returned at once; the queue shows what is left. */
export const returnNow = z.union([ids, reason]);

/** `host:port`. */
export const hopName = z.strictObject({ hop: z.string().regex(/^\S{1,255}:\d{1,5}$/) });

/** Name of an archive. */
export const archiveName = z.strictObject({ archive: z.string().regex(/^[a-z0-9-]{1,40}$/) });
export const archiveRetried = z.object({ copies: z.int() });

/** Whether a changed configuration is in force now, or why the one before stays. */
export const reloaded = z.object({
  outcome: z.enum(['reloaded', 'refused']),
  /** What is wrong with it. */
  problem: z.string().nullable(),
  /** Changed settings that take effect at the next start. */
  atRestart: z.array(z.string()),
});
