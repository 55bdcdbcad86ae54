/** The sections `district` and `directory` of the configuration: domains, lists, groups, and the format of the roster export. */
import { z } from 'zod';
import { unnamedDistrict } from '../message/district-words.ts';
import { rosterGroupShape } from '../message/roster-group.ts';
import { address, domain, positive } from './fields.ts';

const addressPattern = z
  .string()
  .regex(
    /^[^\s@<>]*@[^\s@<>]+$|^(\*?\.)?[\p{L}\p{M}\d-]+(\.[\p{L}\p{M}\d-]+)*$/iu,
    'an address, a pattern such as *-office@school.example, or a domain',
  );
const senderPattern = z.union(
  [addressPattern, z.string().regex(rosterGroupShape, 'a group of the roster such as roster:principal')],
  {
    error:
      'expected an address, a pattern such as *-office@school.example, a domain, or a group of the roster such as roster:principal',
  },
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
    name: z.string().default(unnamedDistrict).describe('Name used in notices.'),
    policy: z
      .strictObject({
        title: z.string().min(1).describe('Name of the policy as notices quote it: Board policy 512, Student Privacy.'),
        titleEs: z.string().min(1).optional().describe('The name in Spanish. Default: the name.'),
        link: z.url().optional().describe('Where the policy can be read.'),
        clauses: z
          .array(
            z.strictObject({
              number: z.string().min(1).describe('As written in the policy: section 3.'),
              numberEs: z.string().min(1).optional().describe('The number in Spanish. Default: the number.'),
              text: z.string().min(1).describe('Text of the clause, quoted.'),
              textEs: z
                .string()
                .min(1)
                .optional()
                .describe('The text in Spanish. Default: the text, marked as English.'),
              rules: z
                .array(z.string())
                .min(1)
                .describe('Ids of the rules of the policy pack that enforce the clause: student-location.'),
            }),
          )
          .default([])
          .describe('Clauses that notices and pages quote. They take the places of those in the policy pack.'),
      })
      .optional()
      .describe("The district's written policy. Without it, notices give the reason and quote no policy."),
    timeZone: z
      .string()
      .refine(isTimeZone, 'an IANA time zone such as America/Chicago')
      .optional()
      .describe('Time zone of dates in notices, such as America/Chicago. Default: the time zone of the machine.'),
    domains: z
      .array(domain)
      .min(1)
      .default(['school.example'])
      .describe("The district's domains. Only their addresses may send through the gateway."),
    studentDomains: z
      .array(domain)
      .default([])
      .describe('Domains of student mailboxes; they count as inside the district.'),
    unattended: z
      .array(addressPattern)
      .default(['noreply@*', 'no-reply@*', 'no_reply@*', 'donotreply@*', 'do-not-reply@*'])
      .describe(
        'Senders whose mail nobody reads: copiers, portals, addresses for no replies. Nobody there is asked or notified: office-copier@school.example, *-scanner@school.example. Those named here take the place of the ones shown.',
      ),
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
            .describe('Who is on the list.'),
          members: positive.optional().describe('Number of people on the list.'),
          school: z
            .string()
            .min(1)
            .optional()
            .describe(
              'Name of a school, or all. Where members is not set, they are counted from the roster: the staff, students or guardians (kind family) of that school.',
            ),
          purpose: z
            .string()
            .min(1)
            .optional()
            .describe('Purpose of the list, shown to senders who may not write to it.'),
          owners: z
            .array(address)
            .optional()
            .describe('People who are responsible for the list; they may always write to it.'),
          approvedSenders: z
            .array(senderPattern)
            .optional()
            .describe(
              'Others who may write to the list: addresses, patterns, domains; {school}-office@school.example may write to the lists of its own school. roster:principal and roster:school:{school} stand for the staff with that role, or at the school of the list. Empty: only the owners. Default: everyone in the district.',
            ),
        }),
      )
      .default([])
      .describe('Mailing lists of the district. The first entry that matches an address counts.'),
    groups: z
      .record(
        z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'an id in lower case such as nurses-office'),
        z.array(senderPattern),
      )
      .default({})
      .describe(
        'Members of groups that the policy uses (nurses-office, approved-fundraisers): addresses, patterns, domains, and groups of the roster (roster:nurse, roster:school:Lincoln Elementary). They are added to those in the policy pack.',
      ),
    phones: z
      .array(z.string())
      .default([])
      .describe("The schools' own phone numbers; they never count as student data."),
    addresses: z
      .array(z.string())
      .default([])
      .describe("The schools' own street addresses; they never count as student data."),
  })
  .prefault({});

export const directorySection = z
  .strictObject({
    learnSignatures: z
      .boolean()
      .default(true)
      .describe(
        "Learn the district's own phone numbers and street addresses from the signatures of its staff, as keyed hashes (docs/rosters.md). They then count as evidence against student data. Nothing that the roster gives to a student's household is learnt.",
      ),
    supplement: z
      .strictObject({
        file: z
          .string()
          .default('addresses.csv')
          .describe('CSV file with data that OneRoster has no column for: a file name in the bundle, or a path.'),
        columns: z
          .strictObject({
            user: column('userSourcedId', 'sourcedId of the user; the only required column.'),
            street: column('street', 'Street address; it may be the whole address on one line.'),
            city: column('city', 'City.'),
            state: column('state', 'State.'),
            postalCode: column('postalCode', 'Postal code.'),
            studentNumber: column('studentNumber', 'Student number or state id.'),
            phone: column('phone', 'Additional phone number.'),
            mediaRestriction: column(
              'mediaRestriction',
              'yes for students with a media restriction: no pictures of them may be published.',
            ),
            mediaPermission: column(
              'mediaPermission',
              'The opposite question: no for students of whom no pictures may be published.',
            ),
            guardian: column(
              'agentSourcedId',
              'Guardian, in a row that ends the link between the guardian and the user.',
            ),
            status: column('status', 'tobedeleted ends the link at once.'),
            endDate: column('endDate', 'First day on which the link gives no entitlement.'),
          })
          .prefault({})
          .describe('Names of the columns.'),
      })
      .prefault({}),
    staff: z
      .array(
        z.strictObject({
          name: z.string().default('').describe('Given name and family name.'),
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
      .describe(
        'Schools in addition to those of the roster. Their phone numbers and addresses never count as student data.',
      ),
    entitled: z
      .array(
        z.strictObject({
          purpose: z.string().min(1).describe('Purpose, such as yearbook, transport or insurance.'),
          addresses: z.array(address).default([]).describe('Addresses; * stands for any characters.'),
          domains: z.array(domain).default([]).describe('Domains of organizations.'),
          until: z.iso.date().describe('Last day, such as 2027-06-30.'),
          codes: z
            .array(z.string())
            .min(1)
            .default(['student-pii.*', 'student-email.*'])
            .describe('Codes of the findings that they are entitled to; * stands for any characters.'),
          students: z
            .union([z.literal('all'), z.array(z.string()).min(1)])
            .default('all')
            .describe('all, or the names of the schools whose students the entry applies to.'),
        }),
      )
      .default([])
      .describe('Organizations and addresses that are entitled to student data, each for a purpose and until a date.'),
  })
  .prefault({});
