/** The sections `district` and `directory` of the configuration: whose mail it is, its lists, what its roster export looks like. */
import { z } from 'zod';
import { address, positive } from './fields.ts';

const domain = z
  .string()
  .regex(
    /^(\*?\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i,
    'a domain such as school.example, or .school.example for its subdomains',
  );
const senderPattern = z
  .string()
  .regex(
    /^[^\s@<>]*@[^\s@<>]+$|^(\*?\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i,
    'an address, a pattern such as *-office@school.example, or a domain',
  );
const column = (name: string, about: string) => z.string().min(1).default(name).describe(about);

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const districtSection = z
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
  .prefault({});

export const directorySection = z
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
  .prefault({});
