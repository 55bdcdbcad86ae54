/** The section `archive` of the configuration: who gets a copy of which message, and when. */
import { z } from 'zod';
import { address } from './fields.ts';
import { smarthost } from './mail-schema.ts';

const common = {
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens')
    .describe('Names the archive in metrics, alerts and the trace. Waiting copies belong to this name.'),
  when: z
    .enum(['accepted', 'verdict'])
    .default('accepted')
    .describe(
      'Which messages are copied: every accepted one, or those that the verdict calls for. A copy is made once the message is judged.',
    ),
  rules: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Ids of policy rules: only messages that one of them matches are copied, also in monitor mode. It needs when: verdict. Default: every message.',
    ),
};

const journal = z.strictObject({
  ...common,
  address: address.describe('Address that gets a journal report for each message, with the message attached.'),
  smarthost: smarthost.optional().describe('Next hop for the journal reports. Default: the route of `deliver`.'),
});

const bucket = z.strictObject({
  ...common,
  endpoint: z.string().describe('https:// address of the store (http:// only on this machine).'),
  region: z.string().min(1).default('us-east-1').describe('Region for the signature.'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
  prefix: z
    .string()
    .regex(/^([A-Za-z0-9._-]+\/)*$/, 'a prefix such as mail/, which ends with a slash')
    .default('')
    .describe('In front of the names of objects, which are year/month/day/id.eml.'),
  accessKeyIdFile: z.string().describe('File with the id of the access key.'),
  secretAccessKeyFile: z.string().describe('File with the secret access key.'),
  encryption: z
    .enum(['none', 'AES256', 'aws:kms'])
    .default('none')
    .describe('Encryption at rest that the store is asked for with each object. none: whatever the bucket does.'),
  caFile: z.string().optional().describe('Authority of the store. Default: those that Node.js trusts.'),
});

const folder = z.strictObject({
  ...common,
  path: z.string().describe('Folder that gets a file for each message, encrypted with the keys of the gateway.'),
});

export const archiveSection = z
  .strictObject({
    journals: z.array(journal).default([]).describe('Journal addresses.'),
    buckets: z.array(bucket).default([]).describe('Buckets of S3 or of a store that is compatible with it.'),
    folders: z.array(folder).default([]).describe('Folders.'),
    concurrency: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(8)
      .describe('Copies that are made at the same time for each archive.'),
  })
  .prefault({});
