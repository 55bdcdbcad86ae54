/** The mails that the relays are loaded with: a mix of sizes as in school mail, the same bytes for the same seed. */
import { shuffle } from '../../../scripts/train/random.ts';
import { csvFile, noisePng, pdfFile, wordFile } from './files.ts';
import { filePart, htmlPart, inlinePicture, multipart, plainPart, type MimePart } from './mime-parts.ts';
import { createDraw, personOf, proseOf, studentParagraph, topicOf, type Draw } from './prose.ts';

export type MailKind = 'small' | 'inline' | 'attachment' | 'large';

export interface MadeMail {
  readonly kind: MailKind;
  readonly withStudents: boolean;
  readonly raw: Buffer;
}

/** Share of all mails, and sizes in bytes between which they are spread. The rest is small. */
const kinds: Readonly<Record<MailKind, { share: number; from: number; to: number }>> = {
  large: { share: 0.03, from: 1_000_000, to: 5_000_000 },
  attachment: { share: 0.12, from: 101_000, to: 500_000 },
  inline: { share: 0.25, from: 10_500, to: 60_000 },
  small: { share: 0.6, from: 2200, to: 8000 },
};
/** One mail in eight contains data of invented students. */
const STUDENTS_EVERY = 8;
const CREST = 'crest@school.example';

export function makeMails(count: number, seed = 1): MadeMail[] {
  const draw = createDraw(seed);
  const order: MailKind[] = [];
  for (const kind of ['large', 'attachment', 'inline'] as const)
    order.push(...Array<MailKind>(Math.round(count * kinds[kind].share)).fill(kind));
  order.length = Math.min(order.length, count);
  order.push(...Array<MailKind>(count - order.length).fill('small'));
  shuffle(order, draw.next);
  const ranks = new Map(
    [...Map.groupBy(order, (kind) => kind)].map(([kind, { length }]) => [kind, spread(draw, length)]),
  );
  return order.map((kind, at) => {
    const withStudents = at % STUDENTS_EVERY === 5;
    const { from, to } = kinds[kind];
    // Evenly over the logarithm of the range.
    const size = from * (to / from) ** ranks.get(kind)!.pop()!;
    return { kind, withStudents, raw: mailOf(draw, at, contentOf(draw, kind, size, withStudents)) };
  });
}

function spread(draw: Draw, count: number): number[] {
  return shuffle(
    Array.from({ length: count }, (_, at) => (at + draw.next()) / count),
    draw.next,
  );
}

function mailOf(draw: Draw, at: number, content: MimePart): Buffer {
  const [from, to] = [personOf(draw), personOf(draw)];
  const box = ({ first, last }: typeof from, domain: string): string =>
    `${first} ${last} <${first}.${last}@${domain}>`.replace(/<.*/, (address) => address.toLowerCase());
  const head = [
    `Date: ${new Date(Date.UTC(2026, 2, 4, 8, 0, at * 37)).toUTCString().replace('GMT', '+0000')}`,
    `From: ${box(from, 'school.example')}`,
    `To: ${box(to, 'partner.example')}`,
    `Subject: ${draw.pick(['Re: ', 'Fwd: ', '', ''])}${topicOf(draw)} (${draw.digits(4)})`,
    `Message-ID: <${at + 1}.${draw.digits(12)}@school.example>`,
    'MIME-Version: 1.0',
    content.head,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${content.body}`);
}

/** @param size of the whole mail, in bytes; it is met roughly */
function contentOf(draw: Draw, kind: MailKind, size: number, withStudents: boolean): MimePart {
  const boundary = (): string => `=_bench_${draw.digits(12)}`;
  const text = (characters: number): string[] => {
    const paragraphs = [`Dear ${personOf(draw).first},`, ...proseOf(draw, characters)];
    if (withStudents) paragraphs.splice(draw.whole(1, paragraphs.length), 0, studentParagraph(draw));
    return paragraphs;
  };
  if (kind === 'small') {
    const withHtml = draw.next() < 0.6;
    const paragraphs = text(Math.max(400, withHtml ? (size - 1000) / 2.1 : size - 500));
    return withHtml
      ? multipart('alternative', boundary(), [plainPart(paragraphs), htmlPart(paragraphs)])
      : plainPart(paragraphs);
  }
  const paragraphs = text(kind === 'inline' ? draw.whole(1200, 3000) : draw.whole(400, 1500));
  const bytes = (size - 2.4 * paragraphs.join('').length - 1500) / 1.37;
  const alternative = multipart('alternative', boundary(), [
    plainPart(paragraphs),
    htmlPart(paragraphs, kind === 'inline' ? CREST : undefined),
  ]);
  if (kind === 'inline') {
    const png = noisePng(draw, Math.round(Math.sqrt(Math.max(3000, bytes))));
    return multipart('related', boundary(), [alternative, inlinePicture(png, CREST)]);
  }
  const makeFile = kind === 'large' ? wordFile : draw.pick([wordFile, csvFile, pdfFile]);
  return multipart('mixed', boundary(), [alternative, filePart(makeFile(draw, bytes, withStudents))]);
}
