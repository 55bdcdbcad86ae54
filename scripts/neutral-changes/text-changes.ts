/**
 * Changes of a message's text that do not matter: neutral sentences, blocks and layout. The metamorphic contract tries them on every
 * detector, and training data may be varied by them. The same seed gives the same change.
 */
import { randomNumbers, shuffle } from '../train/random.ts';
import { createTextCopy, type ChangedText } from './changed-text.ts';
import { neutralBlocks, neutralSentences } from './neutral-text.ts';
import { blankLines, doubleSpaces, lowerCase, wrapped } from './layout-changes.ts';

/** The author of the message, for signatures and headers of quotes. */
export interface Author {
  /** Empty where it is not known. */
  readonly name: string;
  readonly address: string;
}

export interface ChangeContext {
  /** In [0, 1). */
  readonly random: () => number;
  readonly author: Author;
  /** Of the message, for the header of a forwarded text. */
  readonly subject: string;
}

export type TextChange = (text: string, context: ChangeContext) => ChangedText;

const newsletterLength = 200;
const paragraphLength = 5;

/** Changes that add text before or after. */
const additions = {
  'sentence before': (text, { random }) => around(text, `${sentences(1, random)}\n\n`, ''),
  'sentence after': (text, { random }) => around(text, '', `\n\n${sentences(1, random)}\n`),
  'three sentences around': (text, { random }) =>
    around(text, `${sentences(3, random)}\n\n`, `\n\n${sentences(3, random)}\n`),
  'opening line': (text, { random }) => around(text, `${pick(neutralBlocks.openings, random)}\n\n`, ''),
  'thanks on top': (text) => around(text, 'Thanks!\n\n', ''),
  closing: (text, { random }) => around(text, '', `\n\n${pick(neutralBlocks.closings, random)}\n`),
  signature: (text, context) => around(text, '', `\n\n${signature(context)}`),
  'legal footer': (text, { random }) => around(text, '', `\n\n${pick(neutralBlocks.legalFooters, random)}`),
  'meeting block': (text, { random }) => around(text, '', `\n\n${pick(neutralBlocks.meetingBlocks, random)}`),
  'closing, signature and footer': (text, context) =>
    around(
      text,
      '',
      `\n\n${pick(neutralBlocks.closings, context.random)}\n\n${signature(context)}\n\n${pick(neutralBlocks.legalFooters, context.random)}`,
    ),
  'newsletter before': (text, { random }) => around(text, `${newsletter(random)}\n\n`, ''),
  'newsletter after': (text, { random }) => around(text, '', `\n\n${newsletter(random)}\n`),
} as const satisfies Readonly<Record<string, TextChange>>;

/** Changes of the layout alone. */
const layouts = {
  'lower case': lowerCase,
  'wrapped at 40': (text) => wrapped(text, 40),
  'wrapped at 60': (text) => wrapped(text, 60),
  'wrapped at 76': (text) => wrapped(text, 76),
  'double spaces': doubleSpaces,
  'blank lines': blankLines,
} as const satisfies Readonly<Record<string, TextChange>>;

/** Changes after which the text is somebody else's, passed on by the sender: they do not matter for data, but for conduct. */
const voices = {
  'forwarded from Gmail': (text, context) => around(text, gmailForward(context), ''),
  'forwarded from Outlook': (text, context) => around(text, outlookForward(context), ''),
  'quoted below a reply': (text, context) => quotedBelow(text, context),
} as const satisfies Readonly<Record<string, TextChange>>;

export const textChanges = { ...additions, ...layouts, ...voices };

export type TextChangeName = keyof typeof textChanges;

export const textChangeNames = Object.keys(textChanges) as readonly TextChangeName[];

/** Changes after which the words are no longer the sender's own. */
export const changesOfVoice = Object.keys(voices) as readonly (keyof typeof voices)[];

/** Changes that another seed makes in another way. */
export const seededChanges: readonly TextChangeName[] = textChangeNames.filter(
  (name) => name !== 'thanks on top' && !Object.hasOwn(layouts, name),
);

/**
 * The text after the change.
 *
 * @param seed the same text, author and seed give the same result; the message's id, for example
 */
export function changeText(
  name: TextChangeName,
  text: string,
  { seed, author, subject = '' }: { readonly seed: string; readonly author: Author; readonly subject?: string },
): ChangedText {
  return textChanges[name](text, { random: seededNumbers(`${name} ${seed}`), author, subject });
}

/** Numbers in [0, 1) that depend on the key alone (FNV-1a and mulberry32). */
export function seededNumbers(key: string): () => number {
  let hash = 0x811c9dc5;
  for (const char of key) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return randomNumbers(hash);
}

export function pick(items: readonly string[], random: () => number): string {
  return items[Math.floor(random() * items.length)]!;
}

function around(text: string, before: string, after: string): ChangedText {
  const copy = createTextCopy(text);
  copy.add(before);
  copy.keepTo(text.length);
  const result = copy.finish();
  return after === '' ? result : { ...result, text: result.text + after };
}

function sentences(count: number, random: () => number): string {
  return Array.from({ length: count }, () => pick(neutralSentences, random)).join(' ');
}

function newsletter(random: () => number): string {
  const shuffled = shuffle([...neutralSentences], random).slice(0, newsletterLength);
  const paragraphs: string[] = [];
  for (let at = 0; at < shuffled.length; at += paragraphLength)
    paragraphs.push(shuffled.slice(at, at + paragraphLength).join(' '));
  return paragraphs.join('\n\n');
}

function signature({ random, author }: ChangeContext): string {
  const writer = author.name === '' ? 'Front Office' : author.name;
  return pick(neutralBlocks.signatures, random).replaceAll('{writer}', writer).replaceAll('{address}', author.address);
}

function gmailForward({ random, author, subject }: ChangeContext): string {
  return [
    pick(neutralBlocks.forwards, random),
    '',
    '---------- Forwarded message ---------',
    `From: ${author.name} <${author.address}>`,
    'Date: Mon, Jan 12, 2026 at 8:15 AM',
    `Subject: ${subject}`,
    `To: <front.office@${domainOf(author)}>`,
    '\n\n',
  ].join('\n');
}

function outlookForward({ random, author, subject }: ChangeContext): string {
  return [
    pick(neutralBlocks.forwards, random),
    '',
    `From: ${author.name} <${author.address}>`,
    'Sent: Monday, January 12, 2026 8:15 AM',
    `To: Front Office <front.office@${domainOf(author)}>`,
    `Subject: ${subject}`,
    '\n',
  ].join('\n');
}

/** The text as a quote with `>` below a short answer. */
function quotedBelow(text: string, { random, author }: ChangeContext): ChangedText {
  const copy = createTextCopy(text);
  const head = `On Mon, Jan 12, 2026 at 8:15 AM ${author.name} <${author.address}> wrote:`;
  copy.add(`${pick(neutralBlocks.replies, random)}\n\n${head}\n> `);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    copy.keepTo(end + 1);
    copy.add('> ');
  }
  return copy.finish();
}

function domainOf({ address }: Author): string {
  return address.split('@')[1] ?? 'school.example';
}
