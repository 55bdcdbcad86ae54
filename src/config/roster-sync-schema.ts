/** The section `rosterSync` of the configuration: where new rosters come from by themselves, and when. */
import { z } from 'zod';
import { positive } from './fields.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 03:15');

const folder = z.strictObject({
  path: z
    .string()
    .describe(
      'Folder into which the student information system puts its exports: zip files, folders, or the CSV files themselves. Hallpass changes nothing in it.',
    ),
  stableSeconds: positive
    .default(60)
    .describe('An export counts as complete when its files have not changed for so many seconds.'),
  everySeconds: positive.default(30).describe('Seconds between two looks into the folder.'),
  at: z
    .array(timeOfDay)
    .default([])
    .describe('Times of day, where the district is, from which new exports are taken over. Default: as they come.'),
});

const oneRoster = z.strictObject({
  url: z
    .string()
    .describe(
      'Address of the rostering service, https://: https://sis.example/ims/oneroster/rostering/v1p2, or …/ims/oneroster/v1p1.',
    ),
  version: z.enum(['1.1', '1.2']).default('1.2').describe('Version of OneRoster.'),
  auth: z
    .enum(['oauth1', 'oauth2'])
    .optional()
    .describe(
      'oauth1: each request is signed (OAuth 1.0a). oauth2: client credentials (OAuth 2). Default: oauth1 for version 1.1, oauth2 for 1.2.',
    ),
  clientId: z.string().min(1).describe('The client id, or the consumer key.'),
  clientSecretFile: z
    .string()
    .optional()
    .describe('File with the secret. The environment variable HALLPASS_ROSTER_SECRET takes precedence.'),
  signature: z.enum(['HMAC-SHA256', 'HMAC-SHA1']).default('HMAC-SHA256').describe('Signature method of oauth1.'),
  tokenUrl: z.string().optional().describe('Address of the token endpoint, https://; required for oauth2.'),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a scope without spaces'))
    .optional()
    .describe('Scopes of oauth2. Default: roster-core.readonly of the version, which does not include demographics.'),
  at: z
    .array(timeOfDay)
    .min(1)
    .default(['03:15'])
    .describe('Times of day, where the district is, at which the roster is fetched.'),
  completeDays: z
    .number()
    .int()
    .min(0)
    .default(7)
    .describe(
      'Days after which everything is fetched again; between, only changes are. 0: everything is fetched each time.',
    ),
  enrollments: z
    .boolean()
    .default(true)
    .describe('Fetch enrollments as well, which say at which schools students are. Users name their schools too.'),
  pageSize: z.number().int().min(10).max(10_000).default(1000).describe('Records that are asked for at a time.'),
  timeoutSeconds: positive.default(60).describe('Seconds that the provider may take for a page.'),
  attempts: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(5)
    .describe('Attempts for a page, with longer and longer pauses between them.'),
});

export const rosterSyncSection = z
  .strictObject({
    folder: folder.optional().describe('A folder that is watched for exports (OneRoster CSV).'),
    oneRoster: oneRoster
      .optional()
      .describe('A OneRoster REST service from which the roster is fetched. Demographics are never fetched.'),
  })
  .prefault({});
