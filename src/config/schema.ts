/** The schema of the configuration file: every key, its unit, its default. The example file is generated from it. */
import { z } from 'zod';
import { alertsSection } from './alerts-schema.ts';
import { archiveSection } from './archive-schema.ts';
import { consoleSection } from './console-schema.ts';
import { directorySection, districtSection } from './district-schema.ts';
import { eventsSection } from './events-schema.ts';
import { network, port, positive } from './fields.ts';
import { deliverSection, holdSection, noticesSection, smtpSection } from './mail-schema.ts';
import { ocrSection } from './ocr-schema.ts';
import { reviewSection } from './review-schema.ts';
import { rosterSyncSection } from './roster-sync-schema.ts';
import { telemetrySection } from './telemetry-schema.ts';

export const configSchema = z.strictObject({
  data: z.string().default('data').describe('Folder for the embedded database, the key file and the local outbox.'),
  hostname: z
    .string()
    .default('hallpass.localhost')
    .describe('Host name in EHLO, the SMTP greeting, trace headers and notices.'),
  publicUrl: z
    .url()
    .optional()
    .describe(
      'Address of the console and of the pages that notices link to; https:// where a proxy terminates TLS. Default: the HTTP listener.',
    ),

  district: districtSection,
  roster: z
    .string()
    .optional()
    .describe('Folder or zip file with a OneRoster CSV bundle; it is imported at start-up if it has changed.'),
  rosterSync: rosterSyncSection.describe(
    'Where new rosters come from without anybody: a folder that is watched, or a OneRoster REST service (docs/rosters.md).',
  ),
  directory: directorySection,

  smtp: smtpSection,

  http: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('Address to listen on.'),
      port: port
        .default(8025)
        .describe('TCP port for the console, the senders’ pages, health checks and metrics; 0 selects a free port.'),
      trustedProxies: z
        .array(network)
        .default([])
        .describe('Proxies whose X-Forwarded-For header is trusted. Default: none.'),
    })
    .prefault({}),
  console: consoleSection.describe('The console: who may sign in, and how long a session lasts.'),
  review: reviewSection,

  database: z
    .strictObject({
      url: z
        .string()
        .optional()
        .describe(
          'postgres://… of PostgreSQL 15 or later. Default: the embedded PostgreSQL. The environment variable DATABASE_URL is safer.',
        ),
      poolSize: positive.default(10).describe('Connections to the database.'),
    })
    .prefault({}),
  queue: z
    .strictObject({
      url: z
        .string()
        .optional()
        .describe('redis://… for the queue. Default: the database. The environment variable QUEUE_URL is safer.'),
      prefix: z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/)
        .default('hallpass')
        .describe('Prefix of queue names, so that two installations can share one Redis.'),
    })
    .prefault({}),

  scan: z
    .strictObject({
      threads: positive
        .optional()
        .describe('Worker threads. Default: the number of processors minus one, but at least one.'),
      timeoutMs: positive.default(30_000).describe('Milliseconds that scanning one message may take.'),
      memoryMb: positive.default(512).describe('Heap limit of a worker thread, in megabytes.'),
      concurrency: positive
        .default(40)
        .describe('Messages processed at the same time, including those that wait for a worker or the next hop.'),
      maxParts: positive.default(500).describe('MIME parts read per message.'),
      maxDepth: positive
        .default(8)
        .describe('Nesting depth of attached messages and files inside files, and of multiparts in a message.'),
      maxHeaderBytes: positive.default(1_048_576).describe('Header bytes read per message or part.'),
      maxTextBytes: positive.default(10_485_760).describe('Bytes of decoded text read per message.'),
      maxFiles: positive.default(2000).describe('Files inside files, sheets and pages read per message.'),
      maxUnpackedBytes: positive.default(134_217_728).describe('Bytes unpacked per message.'),
      maxRatio: positive
        .default(200)
        .describe(
          'Unpacked bytes per byte of the message, above 16 MB; a higher ratio counts as a decompression bomb.',
        ),
      filesTimeoutMs: positive
        .default(10_000)
        .describe('Milliseconds that reading the files of one message may take; at most half of timeoutMs is used.'),
      pictureClassifier: z
        .boolean()
        .default(true)
        .describe(
          'Look at pictures with the classifier, which finds sexually explicit ones. It takes 150 MB and a thread of its own with a lower priority.',
        ),
      ocr: ocrSection.describe('Reading the text in pictures and scanned pages (OCR), in threads of its own.'),
      reader: z
        .boolean()
        .default(true)
        .describe(
          'Read sentences with the sentence model, which finds conduct that rules do not know. It takes 150 MB once and a thread of its own.',
        ),
      readerModel: z
        .string()
        .optional()
        .describe('Folder with another sentence model. Default: the one that comes with Hallpass.'),
      readerTokens: positive
        .default(4096)
        .describe(
          'Tokens (about five characters each, with the sentences around counted again) that the sentence model reads per message, the most suspicious sentences first; a quarter of them at most in files.',
        ),
      maxAttempts: positive
        .default(3)
        .describe('Scan attempts after which a message that crashes its worker is quarantined.'),
    })
    .prefault({}),

  detectors: z
    .strictObject({
      options: z
        .record(z.string(), z.unknown())
        .default({})
        .describe('Options by detector id; the README of each detector lists them.'),
      disabled: z.array(z.string()).default([]).describe('Ids of detectors that do not run.'),
      extra: z
        .array(z.string())
        .default([])
        .describe('Modules with your own detectors: files with a Detector as default export.'),
    })
    .prefault({}),

  policy: z.string().default('default').describe('Policy pack: a name in policies/ or the path of a YAML file.'),
  policySource: z
    .enum(['versions', 'file'])
    .default('versions')
    .describe(
      'versions: a version that managers have put in force in the console takes the place of policy. file: policy decides, whatever they have put in force.',
    ),

  deliver: deliverSection,

  hold: holdSection,

  notices: noticesSection,

  alerts: alertsSection.describe(
    'Alerts to administrators by email and webhook, each once when it is raised and once when it ends. They contain no content.',
  ),

  events: eventsSection.describe(
    'Events of the audit log to a file, a webhook or a syslog server, at least once each. They contain no content, subject or addresses of mail.',
  ),

  archive: archiveSection.describe(
    'Copies of messages for an archive: to a journal address, a bucket or a folder. Each copy is recorded with the message, made at least once, and kept waiting until it is made.',
  ),

  retention: z
    .strictObject({
      bodyDays: positive.default(30).describe('Days after which the body of a finished message is deleted.'),
      findingDays: positive
        .optional()
        .describe(
          'Days after which subject, findings, excerpts and students of a message are deleted. Default: never.',
        ),
      recordDays: positive
        .optional()
        .describe(
          'Days after which the record of a finished message is deleted, with all that belongs to it. Default: never.',
        ),
      revealReasonDays: positive
        .optional()
        .describe('Days after which the reasons that people gave for revealing content are deleted. Default: never.'),
      auditDays: positive.optional().describe('Days after which events of the audit log are deleted. Default: never.'),
    })
    .prefault({}),

  telemetry: telemetrySection.describe('Traces for an OpenTelemetry collector.'),

  log: z
    .strictObject({
      level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
      format: z
        .enum(['auto', 'json', 'pretty'])
        .default('auto')
        .describe('auto: pretty on a terminal, otherwise JSON.'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;

/** Secrets that come from the environment only. */
export interface Secrets {
  /** `HALLPASS_KEY` or the content of `HALLPASS_KEY_FILE`: one key or several, see src/store/keys.ts. */
  readonly key?: string;
  /** Client secrets of identity providers by provider id: `HALLPASS_OIDC_SECRET_<ID>`, or their files. */
  readonly oidc?: Readonly<Record<string, string>>;
  /** Of the OneRoster service: `HALLPASS_ROSTER_SECRET`, or the content of a file. */
  readonly roster?: string;
}
