/** Held messages as the console's API speaks of them: a row of the list, the whole, its content, its history. */
import { z } from 'zod';

/** What a reviewer sees of a message's life. `releasing`: decided, and the next hop has not taken it for every recipient. */
export const reviewState = z.enum([
  'held', // quarantined: waits for a reviewer
  'held-by-sender', // warned: waits for its sender
  'deciding', // decided, may still be undone
  'releasing',
  'released', // the next hop took it for every recipient it was released to
  'returned', // rejected or returned for correction
  'expired',
  'cancelled', // by its sender
  'failed', // released, but no recipient's server took it
]);
export type ReviewState = z.infer<typeof reviewState>;

/** Shown as a shape and a word: high ■, medium ▲, low ●. */
export const severity = z.enum(['high', 'medium', 'low']);
export type Severity = z.infer<typeof severity>;

const person = z.object({ id: z.uuid(), name: z.string() });

/** Everything in a row may be read by whoever lists messages: the headline and the subject are masked for roles without content. */
export const messageRow = z.object({
  id: z.uuid(),
  state: reviewState,
  severity,
  /** By its consequence: `34 students’ home addresses to printco.example`. */
  headline: z.string(),
  /** Empty for roles without content. */
  subject: z.string(),
  from: z.object({ name: z.string(), address: z.string() }),
  recipients: z.object({ count: z.int(), first: z.string(), outside: z.int(), unentitled: z.int() }),
  attachments: z.int(),
  receivedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  codes: z.array(z.string()),
  /** Ids of the policy's rules that matched, the deciding one first. */
  rules: z.array(z.string()),
  schools: z.array(z.string()),
  students: z.int(),
  score: z.number(),
  assignee: person.nullable(),
  escalated: z.boolean(),
  /** The sender asks to be heard, and nobody has answered. */
  appealed: z.boolean(),
  /** Of two people needed, how many have released it. */
  approvals: z.object({ given: z.int(), needed: z.int() }),
});
export type MessageRow = z.infer<typeof messageRow>;

export const messagePage = z.object({
  rows: z.array(messageRow),
  /** Pass as `cursor` for the next page; null at the end. */
  next: z.string().nullable(),
  /** Of the search, exact up to 10,000. */
  total: z.int(),
});
export type MessagePage = z.infer<typeof messagePage>;

export const facetCount = z.object({ value: z.string(), label: z.string(), count: z.int() });
/** How many messages of a search have each value; `nav` and `lastCheckedAt` are independent of the search. */
export const messageCounts = z.object({
  states: z.array(facetCount),
  rules: z.array(facetCount),
  schools: z.array(facetCount),
  detectors: z.array(facetCount),
  nav: z.object({ review: z.int(), mine: z.int(), heldBySenders: z.int(), appeals: z.int() }),
  /** When the gateway last checked a message, of any school and whatever came of it; null before the first. */
  lastCheckedAt: z.iso.datetime().nullable(),
});
export type MessageCounts = z.infer<typeof messageCounts>;

export const finding = z.object({
  n: z.int(),
  code: z.string(),
  /** `Home address beside a student’s name`. */
  title: z.string(),
  detector: z.string(),
  part: z.string(),
  /** File name path, sheet and cell or page; empty for a mail’s own text. */
  place: z.string(),
  start: z.int(),
  end: z.int(),
  score: z.number(),
  /** Plain words for each rule that supported it. */
  because: z.array(z.object({ rule: z.string(), words: z.string() })),
  masked: z.string(),
  /** Name of the student, once revealed; otherwise initials. */
  about: z.string().nullable(),
  judgement: z.enum(['confirmed', 'false-alarm']).nullable(),
});
export type ReviewFinding = z.infer<typeof finding>;

export const recipient = z.object({
  n: z.int(),
  address: z.string(),
  inside: z.boolean(),
  /** `own guardian (1 student)`, `not entitled`, `staff`, `list: 1,204 people`. */
  relation: z.string(),
  entitled: z.enum(['yes', 'no', 'some', 'not-needed']),
  delivery: z.enum(['pending', 'delivered', 'failed', 'withheld']),
  /** Reply of the next hop, of the last attempt. */
  reply: z.string().nullable(),
});
export type ReviewRecipient = z.infer<typeof recipient>;

export const messageDetail = messageRow.extend({
  /** Why, rule by rule, the deciding one first. */
  why: z.array(
    z.object({
      rule: z.string(),
      title: z.string(),
      /** `M (2)(b)6` and its words. */
      clause: z.string(),
      clauseText: z.string(),
      action: z.string(),
      findings: z.array(z.int()),
    }),
  ),
  findings: z.array(finding),
  /** More were found than are listed. */
  findingsTotal: z.int(),
  recipientList: z.array(recipient),
  unread: z.array(z.object({ part: z.string(), filename: z.string(), reason: z.string(), words: z.string() })),
  /** This account has revealed it. */
  revealed: z.boolean(),
  decision: z
    .object({
      act: z.string(),
      by: z.string(),
      at: z.iso.datetime(),
      /** Of a decision that may still be undone: until then. */
      undoUntil: z.iso.datetime().nullable(),
      words: z.string(),
    })
    .nullable(),
  appeal: z
    .object({
      at: z.iso.datetime(),
      words: z.string(),
      answer: z.string().nullable(),
      answeredAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  notes: z.array(z.object({ id: z.uuid(), by: z.string(), at: z.iso.datetime(), text: z.string() })),
  /** Which acts this account may take now, and in what words the button speaks: `Release to 1 recipient who may have it`. */
  acts: z.array(z.object({ act: z.string(), label: z.string(), recipients: z.array(z.int()).optional() })),
  views: z.array(z.enum(['text', 'rendered', 'headers', 'raw'])),
});
export type MessageDetail = z.infer<typeof messageDetail>;

/** A stretch of a part: `finding` is its `n`; quoted and hidden text is shown as such. Sorted, may overlap. */
export const mark = z.object({
  start: z.int(),
  end: z.int(),
  kind: z.enum(['finding', 'quoted', 'hidden']),
  finding: z.int().optional(),
});
export const contentPart = z.object({
  id: z.string(),
  kind: z.enum(['subject', 'body', 'attachment']),
  filename: z.string(),
  contentType: z.string(),
  /** With `█` for what is masked; the same length masked or not, so that marks fit both. Cut at 200,000 characters. */
  text: z.string(),
  cut: z.boolean(),
  marks: z.array(mark),
  /** Sheets, pages; a sheet is shown as a table: lines are rows, tabs part the cells. */
  places: z.array(
    z.object({ start: z.int(), label: z.string(), firstRow: z.int().optional(), firstColumn: z.int().optional() }),
  ),
});
export type ContentPart = z.infer<typeof contentPart>;
export const messageContent = z.object({ masked: z.boolean(), parts: z.array(contentPart) });
export type MessageContent = z.infer<typeof messageContent>;

/** Rendered view: a whole sanitised document for a frame with `sandbox=""`; only once revealed. */
export const renderedMessage = z.object({ html: z.string(), removed: z.array(z.string()) });
export const headerLines = z.object({ fields: z.array(z.object({ name: z.string(), value: z.string() })) });

export const historyEvent = z.object({
  seq: z.string(),
  at: z.iso.datetime(),
  /** `Released to 2 recipients`, `Accepted by the smart host for 1 of 2`. */
  words: z.string(),
  event: z.string(),
  actor: z.string(),
});
export const messageHistory = z.object({ events: z.array(historyEvent) });
export type MessageHistory = z.infer<typeof messageHistory>;
