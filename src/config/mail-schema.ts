/** The sections of the configuration on mail itself: how it comes in, goes out, is held, and what people are told. */
import { z } from 'zod';
import { address, network, port, positive } from './fields.ts';

const hostPort = z.string().regex(/^(\[[0-9a-f:]+\]|[^\s:[\]]+):\d{1,5}$/i, 'host:port');

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

export const smtpSection = z
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
  .prefault({});

export const deliverSection = z
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
  .prefault({});

export const holdSection = z
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
  .prefault({});

export const noticesSection = z
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
  .prefault({});
