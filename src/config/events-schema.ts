/** The section `events` of the configuration: where the events of the audit log go. */
import { z } from 'zod';
import { port } from './fields.ts';

const name = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens')
  .describe('Names the position: under another name, an output begins anew.');
const from = z
  .enum(['now', 'start'])
  .default('now')
  .describe('Where a new output begins: with the next event, or with the first one that is kept.');

export const eventsSection = z
  .strictObject({
    files: z
      .array(z.strictObject({ name, from, path: z.string().describe('File that gets JSON Lines.') }))
      .default([])
      .describe('Files for a log collector.'),
    webhooks: z
      .array(
        z.strictObject({
          name,
          from,
          url: z.string().describe('https:// address (http:// only on this machine).'),
          secretFile: z.string().describe('File with the key of the signature, 24 characters or more.'),
        }),
      )
      .default([])
      .describe('Addresses to which events are posted, signed as alerts are.'),
    syslog: z
      .array(
        z.strictObject({
          name,
          from,
          host: z.string().min(1),
          port: port.default(6514),
          caFile: z.string().optional().describe('Authority of the server. Default: those that Node.js trusts.'),
          certFile: z.string().optional().describe('Certificate of this gateway, where the server asks for one.'),
          keyFile: z.string().optional(),
          facility: z.number().int().min(0).max(23).default(10).describe('RFC 5424 6.2.1; 10 is authpriv.'),
        }),
      )
      .default([])
      .describe('Syslog servers: RFC 5424 over TLS.'),
  })
  .prefault({});
