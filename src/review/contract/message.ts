/** Held messages in the console's API: list rows, details, content and history. */
import { z } from 'zod';
import { gravities } from '../../decide/verdict.ts';

/** The state of a message in review. */
export const reviewState = z.enum([
  'held', // quarantined: waiting for a reviewer
  'held-by-sender', // warned: waiting for its sender
  'deciding', // decided, can still be undone
  'releasing', // released, but not yet accepted by the next hop for every recipient
  'released', // accepted by the next hop for every recipient of the release
  'returned', // returned to sender, or returned for correction
  'expired',
  'cancelled', // by its sender
  'failed', // released, but accepted for no recipient
  'monitored', // delivered only because of monitor mode
]);
export type ReviewState = z.infer<typeof reviewState>;

/** Shown as a shape with a word: high ■, medium ▲, low ●. */
export const severity = z.enum(['high', 'medium', 'low']);
export type Severity = z.infer<typeof severity>;

const person = z.object({ id: z.uuid(), name: z.string() });

/** A row of the list. The headline never has message content; the subject is empty for roles that may not read content. */
export const messageRow = z.object({
  id: z.uuid(),
  state: reviewState,
  severity,
  /** What the message would disclose: `34 students’ home addresses to printco.example`. */
  headline: z.string(),
  /** Empty for roles that may not read content. */
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
  /** Whether the sender has appealed and nobody has answered yet. */
  appealed: z.boolean(),
  /** Approvals of a release, given and needed. */
  approvals: z.object({ given: z.int(), needed: z.int() }),
});
export type MessageRow = z.infer<typeof messageRow>;

export const messagePage = z.object({
  rows: z.array(messageRow),
  /** The `cursor` of the next page; null at the end. */
  next: z.string().nullable(),
  /** Number of messages that the search finds, exact up to 10,000. */
  total: z.int(),
});
export type MessagePage = z.infer<typeof messagePage>;

export const facetCount = z.object({ value: z.string(), label: z.string(), count: z.int() });
/** Number of messages of a search for each value. `nav` and `lastCheckedAt` do not depend on the search. */
export const messageCounts = z.object({
  states: z.array(facetCount),
  rules: z.array(facetCount),
  schools: z.array(facetCount),
  detectors: z.array(facetCount),
  nav: z.object({ review: z.int(), mine: z.int(), heldBySenders: z.int(), appeals: z.int(), monitored: z.int() }),
  /** When the gateway last checked a message, of any school and with any outcome; null before the first one. */
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
  /** Path of file names, with sheet and cell or page; empty for the text of the mail itself. */
  place: z.string(),
  start: z.int(),
  end: z.int(),
  score: z.number(),
  /** An explanation of each rule that supported the finding. */
  because: z.array(z.object({ rule: z.string(), words: z.string() })),
  masked: z.string(),
  /** Name of the student once revealed, initials before. */
  about: z.string().nullable(),
  judgement: z.enum(['confirmed', 'false-alarm']).nullable(),
});
export type ReviewFinding = z.infer<typeof finding>;

export const recipient = z.object({
  n: z.int(),
  address: z.string(),
  inside: z.boolean(),
  /** `own family (1 student)`, `likely family`, `not entitled`, `staff`, `list: 1,204 people`. */
  relation: z.string(),
  entitled: z.enum(['yes', 'no', 'some', 'not-needed']),
  delivery: z.enum(['pending', 'delivered', 'failed', 'withheld']),
  /** Reply of the next hop to the last attempt. */
  reply: z.string().nullable(),
});
export type ReviewRecipient = z.infer<typeof recipient>;

export const messageDetail = messageRow.extend({
  /** The policy rules that matched, the deciding one first. */
  why: z.array(
    z.object({
      rule: z.string(),
      title: z.string(),
      /** `M (2)(b)6`. */
      clause: z.string(),
      clauseText: z.string(),
      action: z.string(),
      findings: z.array(z.int()),
    }),
  ),
  findings: z.array(finding),
  /** Number of all findings; `findings` lists only the first. */
  findingsTotal: z.int(),
  recipientList: z.array(recipient),
  unread: z.array(z.object({ part: z.string(), filename: z.string(), reason: z.string(), words: z.string() })),
  /** Whether this account has revealed the message. */
  revealed: z.boolean(),
  decision: z
    .object({
      action: z.string(),
      by: z.string(),
      at: z.iso.datetime(),
      /** End of the time in which the decision can be undone; null if it cannot. */
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
  /** People who have approved the release or a copy, first one first. */
  approvers: z.array(
    z.object({
      name: z.string(),
      at: z.iso.datetime(),
      reason: z.string(),
      isYou: z.boolean(),
      /** Of a copy without what was found, in place of the message. */
      forCopy: z.boolean(),
    }),
  ),
  /** Why a release to all recipients weighs heavily, gravest first; empty otherwise. */
  gravity: z.array(z.enum(gravities)),
  /** The actions that this account may take now, with their button labels: `Release to 1 entitled recipient`. */
  actions: z.array(z.object({ action: z.string(), label: z.string(), recipients: z.array(z.int()).optional() })),
  views: z.array(z.enum(['text', 'rendered', 'headers', 'raw'])),
});
export type MessageDetail = z.infer<typeof messageDetail>;

/** A marked stretch of a part: a finding with its `n`, quoted text, or hidden text. Marks are sorted and may overlap. */
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
  /** Masked characters are `█`. The length is the same masked or not, so that marks fit both. Cut at 200,000 characters. */
  text: z.string(),
  cut: z.boolean(),
  marks: z.array(mark),
  /** Sheets or pages. A sheet is shown as a table: lines are rows, and tabs separate cells. */
  places: z.array(
    z.object({ start: z.int(), label: z.string(), firstRow: z.int().optional(), firstColumn: z.int().optional() }),
  ),
});
export type ContentPart = z.infer<typeof contentPart>;
export const messageContent = z.object({ masked: z.boolean(), parts: z.array(contentPart) });
export type MessageContent = z.infer<typeof messageContent>;

/** The rendered view, only once revealed: a complete sanitised document for a frame with `sandbox=""`. */
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
