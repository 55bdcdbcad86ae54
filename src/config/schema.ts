/** The one schema of the configuration file: every key, its unit, its default. The example file is generated from it. */
import { z } from 'zod';
import { consoleSection } from './console-schema.ts';
import { reviewSection } from './review-schema.ts';

const port = z.number().int().min(0).max(65_535);
const positive = z.number().int().positive();
const domain = z
  .string()
  .regex(
    /^(\*?\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i,
    'a domain such as school.example, or .school.example for its subdomains',
  );
const address = z.string().regex(/^[^\s@<>]+@[^\s@<>]+$/, 'an address such as name@school.example');
const senderPattern = z
  .string()
  .regex(
    /^[^\s@<>]*@[^\s@<>]+$|^(\*?\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i,
    'an address, a pattern such as *-office@school.example, or a domain',
  );
const column = (name: string, about: string) => z.string().min(1).default(name).describe(about);
const network = z.string().regex(/^[0-9a-f.:]+(\/\d{1,3})?$/i, 'an IP address or network such as 192.0.2.0/24');
const hostPort = z.string().regex(/^(\[[0-9a-f:]+\]|[^\s:[\]]+):\d{1,5}$/i, 'host:port');

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const listener = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address to listen on.'),
  port: port.describe('TCP port; 0 takes a free one.'),
});

const smarthost = z.strictObject({
  address: hostPort.describe('host:port of the next hop.'),
  tls: z
    .enum(['none', 'opportunistic', 'starttls', 'implicit'])
    .default('opportunistic')
    .describe('opportunistic: STARTTLS where offered. starttls and implicit: refuse to send without TLS.'),
  verifyCertificate: z
    .boolean()
    .default(true)
    .describe('Refuse a next hop whose certificate does not verify (with tls starttls or implicit).'),
  user: z.string().optional().describe('AUTH user.'),
  password: z.string().optional().describe('AUTH password. Better: passwordFile.'),
  passwordFile: z.string().optional().describe('File that holds the AUTH password.'),
});

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

  district: z
    .strictObject({
      name: z.string().default('the district').describe('Name used in notices.'),
      timeZone: z
        .string()
        .refine(isTimeZone, 'an IANA time zone such as America/Chicago')
        .optional()
        .describe('Time zone of dates in notices, such as America/Chicago. Default: that of the machine.'),
      domains: z
        .array(domain)
        .min(1)
        .default(['school.example'])
        .describe("The district's domains: whose mail may be relayed."),
      studentDomains: z.array(domain).default([]).describe('Domains of student mailboxes; they count as inside.'),
      lists: z
        .array(
          z.strictObject({
            address: z
              .string()
              .describe(
                'Address or pattern with *: allstaff@school.example, *-dept@school.example. {school} stands for the name of any school of the roster: {school}-staff@school.example.',
              ),
            kind: z
              .enum(['staff', 'department', 'family', 'student', 'other'])
              .default('staff')
              .describe('Whom it reaches.'),
            members: positive.optional().describe('How many people it reaches.'),
            school: z
              .string()
              .min(1)
              .optional()
              .describe(
                'Name of a school, or all: where members is not given, it reaches the people of that school whom the roster has, by its kind (staff, student; family: guardians).',
              ),
            purpose: z.string().min(1).optional().describe('What it is for, told to senders who may not write to it.'),
            owners: z.array(address).optional().describe('Who answers for it: may always write to it.'),
            approvedSenders: z
              .array(senderPattern)
              .optional()
              .describe(
                'Who else may write to it: addresses, patterns, domains; {school}-office@school.example, to the lists of its own school. An empty list: its owners alone. Default: everybody in the district.',
              ),
          }),
        )
        .default([])
        .describe('Mailing lists of the district. The first one that fits an address counts.'),
      groups: z
        .record(
          z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'an id in lower case such as nurses-office'),
          z.array(senderPattern),
        )
        .default({})
        .describe(
          'Who belongs to a group that the policy names (nurses-office, approved-fundraisers): addresses, patterns, domains, beside those of the policy pack.',
        ),
      phones: z.array(z.string()).default([]).describe("The schools' own phone numbers: never a student's."),
      addresses: z.array(z.string()).default([]).describe("The schools' own street addresses: never a student's."),
    })
    .prefault({}),
  roster: z
    .string()
    .optional()
    .describe('Folder or zip file of a OneRoster CSV bundle, imported at start-up when it has changed.'),
  directory: z
    .strictObject({
      supplement: z
        .strictObject({
          file: z
            .string()
            .default('addresses.csv')
            .describe('CSV file of what OneRoster has no column for: a name within the bundle, or a path.'),
          columns: z
            .strictObject({
              user: column('userSourcedId', 'sourcedId of the user; the one column that must be there.'),
              street: column('street', 'Street address, in one line if need be.'),
              city: column('city', 'City.'),
              state: column('state', 'State.'),
              postalCode: column('postalCode', 'Postal code.'),
              studentNumber: column('studentNumber', 'Student number or state id.'),
              phone: column('phone', 'Further phone number.'),
              mediaRestriction: column(
                'mediaRestriction',
                'yes for students of whom no pictures may be published: the media-restriction list.',
              ),
              mediaPermission: column(
                'mediaPermission',
                'The same asked the other way round: no for those of whom no pictures may be published.',
              ),
              guardian: column('agentSourcedId', 'Guardian, in a row that ends a link with the user.'),
              status: column('status', 'tobedeleted ends the link at once.'),
              endDate: column('endDate', 'Day from which the link gives nothing.'),
            })
            .prefault({})
            .describe('Names of its columns.'),
        })
        .prefault({}),
      staff: z
        .array(
          z.strictObject({
            name: z.string().default('').describe('Given and family name.'),
            emails: z.array(address).default([]).describe('Addresses.'),
            phones: z.array(z.string()).default([]).describe('Phone numbers.'),
          }),
        )
        .default([])
        .describe('People who work for the district and are not in the roster.'),
      schools: z
        .array(
          z.strictObject({
            name: z.string().describe('Name.'),
            phones: z.array(z.string()).default([]).describe('Phone numbers.'),
            addresses: z.array(z.string()).default([]).describe('Street addresses.'),
          }),
        )
        .default([])
        .describe("Schools, beside those of the roster: their numbers and addresses are never a student's."),
      entitled: z
        .array(
          z.strictObject({
            purpose: z.string().min(1).describe('What for: yearbook, transport, insurance.'),
            addresses: z.array(address).default([]).describe('Addresses, with * for any run of characters.'),
            domains: z.array(domain).default([]).describe('Domains of organisations.'),
            until: z.iso.date().describe('Last day, such as 2027-06-30.'),
            codes: z
              .array(z.string())
              .min(1)
              .default(['student-pii.*', 'student-email.*'])
              .describe('Codes of findings that they may have, with * for any run of characters.'),
            students: z
              .union([z.literal('all'), z.array(z.string()).min(1)])
              .default('all')
              .describe('all, or the names of the schools whose students it is about.'),
          }),
        )
        .default([])
        .describe('Organisations and addresses that may have data of students, each for a purpose and until a day.'),
    })
    .prefault({}),

  smtp: z
    .strictObject({
      listen: z
        .array(listener)
        .min(1)
        .default([{ host: '127.0.0.1', port: 2525 }])
        .describe('Listeners for SMTP with STARTTLS (ports 25, 587).'),
      listenTls: z.array(listener).default([]).describe('Listeners for SMTP over implicit TLS (port 465).'),
      tls: z
        .strictObject({ certFile: z.string(), keyFile: z.string() })
        .optional()
        .describe('Certificate (with chain) and key, PEM. Without them neither STARTTLS nor AUTH is offered.'),
      networks: z
        .array(network)
        .default(['127.0.0.0/8', '::1/128'])
        .describe('Client networks that may relay without a login.'),
      logins: z
        .array(
          z.strictObject({
            user: z.string().min(1),
            passwordHash: z
              .string()
              .regex(/^(\$argon2id\$|scrypt\$)/, 'the output of "hallpass hash-password"')
              .describe('Output of "hallpass hash-password".'),
          }),
        )
        .default([])
        .describe('Logins that may relay from anywhere, over TLS.'),
      limits: z
        .strictObject({
          messageBytes: positive.default(52_428_800).describe('Largest message, in bytes.'),
          recipients: positive.default(1000).describe('Recipients of one message.'),
          connections: positive.default(500).describe('Connections at once.'),
          memoryBytes: positive
            .default(268_435_456)
            .describe('Bytes of messages being received at once; over it, clients are asked to come back (452 4.3.1).'),
          messagesPerSenderPerMinute: positive
            .default(120)
            .describe('Messages from one envelope sender in a minute; over it, 451 4.7.1.'),
          hops: positive.default(50).describe('Received fields after which a message counts as looping.'),
          idleTimeoutMs: positive
            .default(300_000)
            .describe('Silence after which a connection is closed (RFC 5321 4.5.3.2: five minutes).'),
        })
        .prefault({}),
    })
    .prefault({}),

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

  deliver: z
    .strictObject({
      route: z
        .enum(['outbox', 'smarthost', 'mx'])
        .optional()
        .describe(
          'Where released mail goes. Default: smarthost where one is configured, otherwise outbox (files under the data folder; nothing leaves).',
        ),
      smarthosts: z
        .array(smarthost)
        .default([])
        .describe('Next hops, in order; the next one is tried when one cannot be reached.'),
      mxPort: port.default(25).describe('Port of the MX hosts (route mx).'),
      dnsServers: z
        .array(z.string())
        .default([])
        .describe('DNS servers as ip:port (route mx). Default: those of the system.'),
      connections: positive.default(20).describe('Connections to one next hop at once.'),
      retryMinutes: z
        .array(z.number().positive())
        .min(1)
        .default([1, 5, 15, 30, 60, 120])
        .describe('Waits between attempts, in minutes; the last one repeats.'),
      maxAgeHours: z.number().positive().default(72).describe('Age after which an undelivered message is returned.'),
      delayNoticeHours: z
        .number()
        .positive()
        .default(4)
        .describe('Age after which the sender is told once that delivery is late.'),
      timeoutMs: positive.default(120_000).describe('Silence of the next hop after which an attempt has failed.'),
    })
    .prefault({}),

  hold: z
    .strictObject({
      warnHours: z.number().positive().default(72).describe('How long a warned message waits for its sender.'),
      warnDefault: z
        .enum(['bounce', 'deliver'])
        .default('bounce')
        .describe('What happens when the sender does not answer.'),
      quarantineDays: z
        .number()
        .positive()
        .default(14)
        .describe('How long a quarantined message waits for review; then it is returned.'),
    })
    .prefault({}),

  notices: z
    .strictObject({
      from: address.optional().describe('Sender address of notices. Default: hallpass@ the first district domain.'),
      contact: z
        .string()
        .default('your mail administrator')
        .describe('Whom notices name for questions: a person, a phone number, an address.'),
      security: z
        .array(address)
        .default([])
        .describe('Addresses told of each quarantined message (without its content).'),
      languages: z
        .array(z.enum(['en', 'es']))
        .min(1)
        .default(['en'])
        .describe('Languages of notices, in order.'),
    })
    .prefault({}),

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
