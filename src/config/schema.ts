/** The one schema of the configuration file: every key, its unit, its default. The example file is generated from it. */
import { z } from 'zod';
import { consoleSection } from './console-schema.ts';
import { directorySection, districtSection } from './district-schema.ts';
import { network, port, positive } from './fields.ts';
import { deliverSection, holdSection, noticesSection, smtpSection } from './mail-schema.ts';
import { reviewSection } from './review-schema.ts';

export const configSchema = z.strictObject({
  data: z.string().default('data').describe('Folder for the embedded database, the key file and the local outbox.'),
  hostname: z
    .string()
    .default('hallpass.localhost')
    .describe('Name in EHLO, the SMTP greeting, trace headers and notices.'),
  publicUrl: z
    .url()
    .optional()
    .describe(
      'Address of the console and of the pages that notices link to; with https:// where a proxy ends TLS. Default: the HTTP listener.',
    ),

  district: districtSection,
  roster: z
    .string()
    .optional()
    .describe('Folder or zip file of a OneRoster CSV bundle, imported at start-up when it has changed.'),
  directory: directorySection,

  smtp: smtpSection,

  http: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('Address to listen on.'),
      port: port
        .default(8025)
        .describe('TCP port for the console, senders, health checks and metrics; 0 takes a free one.'),
      trustedProxies: z
        .array(network)
        .default([])
        .describe('Proxies in front whose X-Forwarded-For says who calls. Default: nobody is believed.'),
    })
    .prefault({}),
  console: consoleSection.describe('The console: who may sign in, and for how long.'),
  review: reviewSection,

  database: z
    .strictObject({
      url: z
        .string()
        .optional()
        .describe(
          'postgres://… of a PostgreSQL 15 or later. Default: the embedded PostgreSQL. Better: the environment variable DATABASE_URL.',
        ),
      poolSize: positive.default(10).describe('Connections to the database.'),
    })
    .prefault({}),
  queue: z
    .strictObject({
      url: z
        .string()
        .optional()
        .describe('redis://… for the queue. Default: the database. Better: the environment variable QUEUE_URL.'),
      prefix: z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/)
        .default('hallpass')
        .describe('Prefix of queue names, so that two installations can share a Redis.'),
    })
    .prefault({}),

  scan: z
    .strictObject({
      threads: positive.optional().describe('Worker threads. Default: one fewer than the processors, at least one.'),
      timeoutMs: positive.default(30_000).describe('Wall-clock limit for reading and judging one message.'),
      memoryMb: positive.default(512).describe('Heap limit of a worker thread.'),
      concurrency: positive.default(40).describe('Messages in work at once, waiting for a worker or for the next hop.'),
      maxParts: positive.default(500).describe('MIME parts read of one message.'),
      maxDepth: positive.default(8).describe('Nesting of MIME parts, attached messages and files inside files.'),
      maxHeaderBytes: positive.default(1_048_576).describe('Header bytes of one message or part.'),
      maxTextBytes: positive.default(10_485_760).describe('Decoded text read of one message.'),
      maxFiles: positive.default(2000).describe('Files inside files, sheets and pages read of one message.'),
      maxUnpackedBytes: positive.default(134_217_728).describe('Bytes unpacked from the files of one message.'),
      maxRatio: positive
        .default(200)
        .describe('Unpacked bytes for each byte of the message, above 16 MB: more is a bomb.'),
      filesTimeoutMs: positive
        .default(10_000)
        .describe('Wall-clock time for reading the files of one message; at most half of timeoutMs counts.'),
      ocr: z
        .boolean()
        .default(false)
        .describe('Read pictures and scanned pages by character recognition: seconds of a processor for each.'),
      maxAttempts: positive
        .default(3)
        .describe('Attempts, counted before each, after which a message is quarantined as poison.'),
    })
    .prefault({}),

  detectors: z
    .strictObject({
      options: z
        .record(z.string(), z.unknown())
        .default({})
        .describe("Options by detector id; each detector's README lists its own."),
      disabled: z.array(z.string()).default([]).describe('Ids of detectors that are not run.'),
      extra: z
        .array(z.string())
        .default([])
        .describe('Modules of detectors of your own: files that export a Detector as default.'),
    })
    .prefault({}),

  policy: z.string().default('default').describe('Policy pack: a name in policies/ or the path of a YAML file.'),

  deliver: deliverSection,

  hold: holdSection,

  notices: noticesSection,

  retention: z
    .strictObject({
      bodyDays: positive.default(30).describe('Days after which the body of a finished message is deleted.'),
    })
    .prefault({}),

  log: z
    .strictObject({
      level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
      format: z
        .enum(['auto', 'json', 'pretty'])
        .default('auto')
        .describe('auto: pretty on a terminal, JSON otherwise.'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;

/** Secrets and settings that come from the environment alone. */
export interface Secrets {
  /** `HALLPASS_KEY` or the content of `HALLPASS_KEY_FILE`: one key or several, see src/store/keys.ts. */
  readonly key?: string;
  /** Client secrets of identity providers by provider id: `HALLPASS_OIDC_SECRET_<ID>`, or their files. */
  readonly oidc?: Readonly<Record<string, string>>;
}
