/** The sections `smtp`, `deliver`, `hold` and `notices` of the configuration. */
import { z } from 'zod';
import { unnamedContact } from '../message/district-words.ts';
import { address, domain, network, port, positive } from './fields.ts';

const hostPort = z.string().regex(/^(\[[0-9a-f:]+\]|[^\s:[\]]+):\d{1,5}$/i, 'host:port');

const listener = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address to listen on.'),
  port: port.describe('TCP port; 0 selects a free port.'),
});

export const smarthost = z.strictObject({
  address: hostPort.describe('host:port of the next hop.'),
  tls: z
    .enum(['none', 'opportunistic', 'starttls', 'implicit'])
    .default('opportunistic')
    .describe('opportunistic: STARTTLS where offered. starttls and implicit: refuse to send without TLS.'),
  verifyCertificate: z
    .boolean()
    .default(true)
    .describe('Refuse a next hop whose certificate cannot be verified (with tls starttls or implicit).'),
  user: z.string().optional().describe('User name for AUTH.'),
  password: z.string().optional().describe('Password for AUTH. passwordFile is safer.'),
  passwordFile: z.string().optional().describe('File with the password for AUTH.'),
});

const tenant = z.strictObject({
  name: z.string().min(1).describe('For people: google, microsoft.'),
  networks: z
    .array(network)
    .min(1)
    .describe('Networks of the service, which it shares with all of its customers. TLS is required from them.'),
  domains: z
    .array(domain)
    .min(1)
    .optional()
    .describe('Domains of the envelope senders of this tenant. Default: all domains of the district.'),
  header: z
    .strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]{2,75}$/, 'a field name such as X-Maple-Valley-Proof')
        .describe('Name of the header field. It is taken out before the message is stored.'),
      values: z
        .array(z.string().regex(/^[\x21-\x7e]{20,200}$/, '20 to 200 characters without spaces'))
        .min(1)
        .optional()
        .describe('Values of the field that prove the tenant; two while one replaces the other. valuesFile is safer.'),
      valuesFile: z.string().optional().describe('File with the values, one a line.'),
    })
    .optional()
    .describe('Secret header field that a routing rule of the tenant adds to each message.'),
  certificateName: z
    .string()
    .optional()
    .describe('Name that the client certificate must have. For Google and Microsoft it is no proof of the tenant.'),
});

const acceptOrRefuse = z.enum(['accept', 'refuse']).default('accept');

export const smtpSection = z
  .strictObject({
    listen: z
      .array(listener)
      .min(1)
      .default([{ host: '127.0.0.1', port: 2525 }])
      .describe('Listeners for SMTP with STARTTLS (ports 25, 587).'),
    listenTls: z.array(listener).default([]).describe('Listeners for SMTP over implicit TLS (port 465).'),
    tls: z
      .strictObject({
        certFile: z.string(),
        keyFile: z.string(),
        clientCaFile: z
          .string()
          .optional()
          .describe('Certificate authorities (PEM) of client certificates. Default: those that come with Node.js.'),
      })
      .optional()
      .describe('Certificate (with chain) and key as PEM files. Without them, neither STARTTLS nor AUTH is offered.'),
    networks: z
      .array(network)
      .default(['127.0.0.0/8', '::1/128'])
      .describe('Networks whose clients may send through the gateway without a login.'),
    logins: z
      .array(
        z.strictObject({
          user: z.string().min(1),
          passwordHash: z
            .string()
            .regex(/^(\$argon2id\$|scrypt\$)/, 'the output of "hallpass hash-password"')
            .describe('Output of "hallpass hash-password".'),
          senders: z
            .array(z.string().min(1))
            .min(1)
            .optional()
            .describe(
              'Who the login may send as (From, Sender and envelope sender): copier@school.example, *-office@school.example, or a domain. Default: every address of the district.',
            ),
        }),
      )
      .default([])
      .describe('Logins that may send through the gateway from anywhere, over TLS.'),
    tenants: z
      .array(tenant)
      .default([])
      .describe(
        'Tenants of cloud mail services: beside the network, a message must carry each proof that is set here.',
      ),
    otherAuthors: z
      .strictObject({
        senderField: acceptOrRefuse.describe(
          'The field Sender is in the district: forwarded meetings, mail on behalf.',
        ),
        resent: acceptOrRefuse.describe('The field Resent-From is in the district: mail that a rule redirects.'),
        envelope: acceptOrRefuse.describe(
          'The envelope sender is an address of the district in a form for forwarding (+caf_=, SRS) or, with List-Id, for a list.',
        ),
        services: z
          .array(domain)
          .default([])
          .describe(
            'Domains of services that send in the district’s name, in From, Sender or as envelope sender: newsletters, portals.',
          ),
      })
      .prefault({})
      .describe(
        'Mail from networks whose author (From) is outside the district, by what shows who passes it on. It is scanned as all mail; rules about conduct do not apply to the words of others.',
      ),
    limits: z
      .strictObject({
        messageBytes: positive.default(52_428_800).describe('Largest message, in bytes.'),
        recipients: positive.default(1000).describe('Recipients per message.'),
        connections: positive.default(500).describe('Simultaneous connections.'),
        memoryBytes: positive
          .default(268_435_456)
          .describe(
            'Total bytes of messages being received at the same time; above it, clients are asked to try again (452 4.3.1).',
          ),
        messagesPerSenderPerMinute: positive
          .default(120)
          .describe('Messages per envelope sender and minute; above it, clients are asked to try again (451 4.7.1).'),
        messagesPerClientPerMinute: positive
          .default(6000)
          .describe(
            'Messages per client address and minute; above it, clients are asked to try again (451 4.7.1). The cloud of a tenant is one client, and so is an IPv6 network (/64).',
          ),
        connectionsPerClient: positive
          .default(100)
          .describe('Simultaneous connections of one client address; more are closed (421 4.7.0).'),
        connectionsPerTenant: positive
          .default(300)
          .describe('Simultaneous connections from the networks of one entry of smtp.tenants, all addresses together.'),
        unscannedMessages: positive
          .default(10_000)
          .describe(
            'Messages that are accepted and not yet scanned, over all processes; above it, clients are asked to try again (452 4.3.1) until they are fewer than nine tenths. At most a little more are accepted.',
          ),
        unscannedBytes: positive.default(2_147_483_648).describe('The same in bytes.'),
        undeliveredMessages: positive
          .default(100_000)
          .describe('Messages that wait for the next hop; above it, clients are asked to try again (452 4.3.1).'),
        undeliveredBytes: positive.default(21_474_836_480).describe('The same in bytes.'),
        dataSeconds: positive
          .default(900)
          .describe('Seconds that a client may take for the content of one message; then it is cut off (421 4.4.2).'),
        hops: positive.default(50).describe('Number of Received fields above which a message counts as a mail loop.'),
        idleTimeoutMs: positive
          .default(300_000)
          .describe('Milliseconds without data after which a connection is closed (RFC 5321 4.5.3.2: five minutes).'),
      })
      .prefault({}),
  })
  .prefault({});

export const deliverSection = z
  .strictObject({
    route: z
      .enum(['outbox', 'smarthost', 'mx'])
      .optional()
      .describe(
        'Where outgoing mail is delivered. Default: smarthost if one is configured, otherwise outbox (files in the data folder; no mail leaves).',
      ),
    smarthosts: z
      .array(smarthost)
      .default([])
      .describe('Next hops in order of preference; if one cannot be reached, the next one is tried.'),
    mxPort: port.default(25).describe('Port of the MX hosts (route mx).'),
    dnsServers: z
      .array(z.string())
      .default([])
      .describe('DNS servers as ip:port (route mx). Default: those of the system.'),
    connections: positive.default(20).describe('Simultaneous connections to one next hop.'),
    retryMinutes: z
      .array(z.number().positive())
      .min(1)
      .default([1, 5, 15, 30, 60, 120])
      .describe('Waits between attempts, in minutes; the last value repeats.'),
    maxAgeHours: z
      .number()
      .positive()
      .default(72)
      .describe('Hours after which an undelivered message is returned to its sender.'),
    delayNoticeHours: z
      .number()
      .positive()
      .default(4)
      .describe('Hours after which the sender gets a notice that delivery is delayed.'),
    timeoutMs: positive
      .default(120_000)
      .describe('Milliseconds without a reply from the next hop after which an attempt fails.'),
  })
  .prefault({});

const dayOff = z.union(
  [
    z.iso.date(),
    z
      .strictObject({ from: z.iso.date().describe('First day.'), to: z.iso.date().describe('Last day.') })
      .refine(
        ({ from, to }) => to >= from && Date.parse(to) - Date.parse(from) <= 120 * 86_400_000,
        'from and to, in that order and at most 120 days apart',
      ),
  ],
  { error: 'expected a day such as 2026-11-26, or from and to, in that order and at most 120 days apart' },
);

export const holdSection = z
  .strictObject({
    warnHours: z.number().positive().default(72).describe('Hours that a warned message waits for its sender.'),
    warnDefault: z
      .enum(['bounce', 'deliver'])
      .default('bounce')
      .describe('What happens to a message if its sender does not respond in time.'),
    quarantineDays: z
      .number()
      .positive()
      .default(14)
      .describe('Days that a quarantined message waits for review; after that it is returned to its sender.'),
    daysOff: z
      .array(dayOff)
      .default([])
      .describe(
        'Days without school, where the district is: 2026-11-26, or { from: 2026-12-21, to: 2027-01-01 }. They do not count for warnHours and quarantineDays, so that no hold expires meanwhile.',
      ),
    weekends: z.enum(['count', 'skip']).default('count').describe('skip: Saturdays and Sundays do not count either.'),
  })
  .prefault({});

export const noticesSection = z
  .strictObject({
    from: address
      .optional()
      .describe('Sender address of notices. Default: hallpass@ followed by the first district domain.'),
    contact: z
      .string()
      .default(unnamedContact)
      .describe('Contact for questions, shown in notices: a person, a phone number or an address.'),
    security: z
      .array(address)
      .default([])
      .describe('Addresses that are notified of each quarantined message, without its content.'),
    schools: z
      .array(
        z.strictObject({
          school: z.string().min(1).describe('Name of a school, as in the roster.'),
          security: z
            .array(address)
            .min(1)
            .describe(
              'Addresses that are notified of quarantined messages about this school, in addition to security.',
            ),
        }),
      )
      .default([])
      .describe(
        'Who is notified of quarantined messages of a school: those about its students, and those that its staff sent.',
      ),
    languages: z
      .array(z.enum(['en', 'es']))
      .min(1)
      .default(['en', 'es'])
      .describe(
        'Languages of notices. A notice is in the language that its sender has chosen, otherwise in the first one; the others are behind a link.',
      ),
    explainAfter: z
      .number()
      .int()
      .min(0)
      .max(1000)
      .default(3)
      .describe(
        'Notices of stopped messages within 30 days after which their sender gets one friendly mail that explains what they were about, at most once a year. Confirmed false alarms do not count. 0: never.',
      ),
  })
  .prefault({});
