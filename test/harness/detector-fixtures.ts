/** Loads the fixtures of detectors: a message in YAML, the directory it is judged with, and the findings expected. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type {
  ClassifiedPicture,
  Detect,
  Detector,
  ExtractedMessage,
  ExtractedPart,
  Finding,
  Mailbox,
  PartId,
  PictureFile,
  SentenceReading,
} from '../../detectors/detector.ts';
import { headersPart, visibleRecipientText } from '../../detectors/shared/people/visible-recipients.ts';
import { configSchema } from '../../src/config/schema.ts';
import { loadDirectory, type Directory } from '../../src/directory/directory.ts';
import { parseMailboxes } from '../../src/message/mailboxes.ts';

const root = join(import.meta.dirname, '../..');

const span = z.strictObject({ start: z.number(), end: z.number() });
const boxes = z.union([z.string(), z.array(z.string())]).default([]);
const list = z.strictObject({
  address: z.string(),
  kind: z.enum(['staff', 'department', 'family', 'student', 'other']),
  members: z.number().optional(),
  purpose: z.string().optional(),
  owners: z.array(z.string()).optional(),
  senderApproved: z.boolean().optional(),
});

/** Mailboxes are written as in a header: `"Ana Lopez" <ana@home.example>`. What is left out is taken from the directory. */
const fixtureSchema = z.strictObject({
  message: z.strictObject({
    sender: z.string().optional(),
    from: z.string().default('A. Teacher <teacher@maple.example>'),
    to: boxes,
    cc: boxes,
    replyTo: boxes,
    subject: z.string().default(''),
    inReplyTo: z.string().optional().describe('Message-ID of the message that it answers.'),
    automatic: z.boolean().default(false).describe('The header says that a program wrote it.'),
    recipients: z
      .array(
        z.strictObject({
          address: z.string(),
          inside: z.boolean().optional(),
          list: list.optional(),
          entitledTo: z.array(z.string()).optional(),
        }),
      )
      .optional()
      .describe('Envelope recipients; default: To and Cc.'),
    text: z.string().optional().describe('One body part, 1. Lines that begin with > count as quoted.'),
    parts: z
      .array(
        z.strictObject({
          id: z.string(),
          contentType: z.string().default('text/plain'),
          text: z.string(),
          quoted: z.array(span).default([]),
          hidden: z.array(span).default([]),
        }),
      )
      .default([])
      .describe('Body parts, instead of text.'),
    attachments: z
      .array(z.strictObject({ filename: z.string(), contentType: z.string().default('text/plain'), text: z.string() }))
      .default([]),
    pictures: z
      .array(
        z.strictObject({
          filename: z.string().optional(),
          kind: z.enum(['picture', 'film']).default('picture'),
          contentType: z.string().default('image/jpeg'),
          bytes: z.number().default(240_000),
          width: z.number().optional().default(1600),
          height: z.number().optional().default(1200),
          caption: z.string().optional().describe('What EXIF, IPTC or XMP say, a line each.'),
          alt: z.string().optional().describe('Words of part 1 that describe it where it is shown; empty for none.'),
          probabilities: z
            .record(z.string(), z.number())
            .optional()
            .describe('What the classifier says, by class. Default: no classifier runs.'),
          times: z.number().int().positive().default(1).describe('So many, # in the name being the number.'),
        }),
      )
      .default([]),
    readings: z
      .array(z.strictObject({ text: z.string(), odds: z.record(z.string(), z.number()) }))
      .optional()
      .describe(
        'Sentences of part 1 that the sentence model has read, with log-odds by meaning. Default: no reader runs.',
      ),
  }),
  roster: z.string().optional().describe('Folder in fixtures/rosters; without it there is no roster.'),
  options: z.unknown().optional(),
  expect: z.array(z.strictObject({ code: z.string(), text: z.string(), part: z.string().optional() })).default([]),
});

export interface DetectorFixture {
  /** `hit.phone-in-table` */
  readonly name: string;
  readonly path: string;
  readonly message: ExtractedMessage;
  readonly directory: Directory;
  readonly options: unknown;
  readonly expected: readonly { readonly code: string; readonly text: string; readonly part?: string | undefined }[];
}

/** Fixtures `hit.*.yaml` and `miss.*.yaml` of a detector's folder, by name. */
export function loadFixtures(folder: string): DetectorFixture[] {
  return fixturesNamed(folder, /^(hit|miss)\..+\.yaml$/);
}

/** Fixtures `known.*.yaml`: what should be found or left alone and is not yet. */
export function loadKnownFaults(folder: string): DetectorFixture[] {
  return fixturesNamed(folder, /^known\..+\.yaml$/);
}

function fixturesNamed(folder: string, pattern: RegExp): DetectorFixture[] {
  return readdirSync(join(folder, 'fixtures'))
    .filter((file) => pattern.test(file))
    .sort()
    .map((file) => loadFixture(join(folder, 'fixtures', file)));
}

/** @throws Error naming the file, where it is not a fixture */
export function loadFixture(path: string): DetectorFixture {
  const parsed = fixtureSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  const { message, roster, options, expect } = parsed.data;
  const directory = fixtureDirectory(roster);
  return {
    name: path.replace(/^.*\/(.+)\.yaml$/, '$1'),
    path,
    message: toMessage(message, directory),
    directory,
    options: options ?? {},
    expected: expect,
  };
}

const directories = new Map<string, Directory>();

/** The invented Maple Valley district, with a roster of `fixtures/rosters/` or without one. Loaded once. */
export function fixtureDirectory(roster?: string): Directory {
  const known = directories.get(roster ?? '');
  if (known) return known;
  const rosters = join(root, 'fixtures/rosters');
  const settings: unknown = parse(readFileSync(join(rosters, roster ?? 'maple', 'district.yaml'), 'utf8'));
  const directory = loadDirectory({
    rosterDir: roster === undefined ? undefined : join(rosters, roster),
    district: configSchema.shape.district.parse(settings),
  });
  directories.set(roster ?? '', directory);
  return directory;
}

/** Runs a detector on a fixture, from options to findings. As in a worker, one serves all messages of the same settings. */
export function runFixture(detector: Detector, fixture: DetectorFixture): readonly Finding[] {
  return createdFor(detector, fixture)(fixture.message);
}

const created = new Map<Directory, Map<string, Detect>>();

function createdFor(detector: Detector, { directory, options }: DetectorFixture): Detect {
  const known = created.get(directory) ?? new Map<string, Detect>();
  created.set(directory, known);
  const key = `${detector.meta.id} ${JSON.stringify(options)}`;
  const detect = known.get(key) ?? detector.create(detector.options.parse(options), { directory });
  known.set(key, detect);
  return detect;
}

/** Text that the offsets of a finding refer to. */
export function textOfPart(message: ExtractedMessage, part: PartId): string | undefined {
  if (part === headersPart) return visibleRecipientText(message);
  return message.parts.find((candidate) => candidate.id === part)?.text;
}

function toMessage(input: z.infer<typeof fixtureSchema>['message'], directory: Directory): ExtractedMessage {
  const from = mailboxes(input.from)[0];
  const to = mailboxes(input.to);
  const cc = mailboxes(input.cc);
  const recipients = input.recipients ?? [...to, ...cc].map(({ address }) => ({ address }));
  return {
    sender: input.sender ?? from?.address ?? '',
    ...(from && { from }),
    to,
    cc,
    replyTo: mailboxes(input.replyTo),
    subject: input.subject,
    messageId: 'fixture@maple.example',
    ...(input.inReplyTo !== undefined && { inReplyTo: input.inReplyTo }),
    ...(input.automatic && { automatic: true }),
    recipients: recipients.map((recipient) => ({
      ...directory.recipientFacts(recipient.address, input.sender ?? from?.address),
      ...withoutUndefined(recipient),
    })),
    unread: [],
    ...withPictures(toParts(input), input.pictures),
    ...(input.readings && { readings: input.readings.map((reading) => toReading(reading, input.text ?? '')) }),
  };
}

function toReading({ text, odds }: { text: string; odds: Record<string, number> }, body: string): SentenceReading {
  const start = body.indexOf(text);
  if (start < 0) throw new Error(`the text does not hold "${text}"`);
  return { part: '1', start, end: start + text.length, odds };
}

type FixturePicture = z.infer<typeof fixtureSchema>['message']['pictures'][number];

/** As the extract stage lists them: names in a part of their own, captions in the picture's. */
function withPictures(
  parts: ExtractedPart[],
  wanted: readonly FixturePicture[],
): Pick<ExtractedMessage, 'parts' | 'pictures' | 'classified'> {
  const all = wanted.flatMap((picture) => Array.from({ length: picture.times }, (_, at) => ({ ...picture, at })));
  if (all.length === 0) return { parts };
  const body = parts.find(({ id }) => id === '1')?.text ?? '';
  const names: string[] = [];
  const captions: ExtractedPart[] = [];
  const classified: ClassifiedPicture[] = [];
  const pictures = all.map(
    ({ filename, caption, alt, at, kind, contentType, bytes, width, height, probabilities }, index) => {
      const part = String(parts.length + index + 1);
      if (caption !== undefined)
        captions.push({ id: part, kind: 'attachment', contentType, text: caption, quoted: [], hidden: [] });
      const name = filename?.replace('#', String(at + 1));
      const start = names.join('').length;
      if (name !== undefined) names.push(`${name.replaceAll('_', ' ')}\n`);
      const named = name !== undefined && { filename: name, name: { start, end: start + name.length } };
      if (probabilities) classified.push({ part, ...named, probabilities });
      const from = alt === undefined ? 0 : body.indexOf(alt);
      return {
        ...{ part, kind, contentType, bytes: bytes + at, width, height },
        ...named,
        ...(alt !== undefined && { shown: [{ part: '1', start: from, end: from + alt.length }] }),
      } satisfies PictureFile;
    },
  );
  const text = names.join('').trimEnd();
  const named = { id: 'names', kind: 'body' as const, contentType: 'text/plain', text, quoted: [], hidden: [] };
  return {
    parts: [...parts, ...captions, ...(text === '' ? [] : [named])],
    pictures,
    ...(classified.length > 0 && { classified }),
  };
}

function toParts(input: z.infer<typeof fixtureSchema>['message']): ExtractedPart[] {
  const bodies = input.parts.map((part) => ({ ...part, kind: 'body' as const }));
  if (input.text !== undefined) {
    const quoted = quotedLines(input.text);
    bodies.unshift({ id: '1', kind: 'body', contentType: 'text/plain', text: input.text, quoted, hidden: [] });
  }
  const attachments = input.attachments.map((attachment, index) => ({
    ...attachment,
    id: String(bodies.length + index + 1),
    kind: 'attachment' as const,
    quoted: [],
    hidden: [],
  }));
  const subject = { id: 'subject', kind: 'subject' as const, contentType: 'text/plain', text: input.subject };
  return [{ ...subject, quoted: [], hidden: [] }, ...bodies, ...attachments];
}

function quotedLines(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/^>.*$/gm)].map((line) => ({ start: line.index, end: line.index + line[0].length }));
}

function mailboxes(value: string | readonly string[]): Mailbox[] {
  return [value].flat().flatMap((field) => parseMailboxes(field));
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
