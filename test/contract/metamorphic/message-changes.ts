/** The changes of the contract on a whole message. Changed texts are read by the extract stage, as they would arrive. */
import type { ExtractedMessage, ExtractedPart, PartId, Span } from '../../../detectors/detector.ts';
import { unchanged, type ChangedText } from '../../../scripts/neutral-changes/changed-text.ts';
import {
  changeText,
  seededChanges,
  textChangeNames,
  type Author,
  type TextChangeName,
} from '../../../scripts/neutral-changes/text-changes.ts';
import { mergeSpans } from '../../../src/extract/quoted-text.ts';
import { inAttachedMessage, inTextAttachment } from './moved-bodies.ts';
import { gmailHtml, layoutTableHtml, outlookHtml } from './html-forms.ts';
import type { ChangedMessage, MessageChange } from './changed-message.ts';
import { bodiesOf, readBody, placeInRead, alignedOffsets } from './read-again.ts';

export type ChangeName =
  | TextChangeName
  | 'HTML from Outlook'
  | 'HTML from Gmail'
  | 'layout table'
  | 'text attachment'
  | 'attached message'
  | 'subject dropped';

/** By what they do: `signature`, `wrapped at 60`. */
export const messageChanges: Readonly<Record<ChangeName, MessageChange>> = {
  ...(Object.fromEntries(textChangeNames.map((name) => [name, textChange(name)])) as Record<
    TextChangeName,
    MessageChange
  >),
  'HTML from Outlook': (message) => inHtml(message, outlookHtml),
  'HTML from Gmail': (message) => inHtml(message, gmailHtml),
  'layout table': (message) => inHtml(message, layoutTableHtml),
  'text attachment': inTextAttachment,
  'attached message': inAttachedMessage,
  'subject dropped': (message) => Promise.resolve(withoutSubject(message)),
};

export const changeNames = Object.keys(messageChanges) as readonly ChangeName[];

/** Changes that another seed makes in another way. */
export const changesWithVariants: readonly ChangeName[] = [...seededChanges, 'text attachment', 'attached message'];

/** The message with its bodies read once by the extract stage: what every change is compared with. */
export async function asRead(message: ExtractedMessage): Promise<ExtractedMessage> {
  return (await rewritten(message, (part) => [unchanged(part.text)])).message;
}

export function authorOf({ from, sender }: ExtractedMessage): Author {
  return { name: from?.name ?? '', address: from?.address ?? sender };
}

function textChange(name: TextChangeName): MessageChange {
  return async (message, seed) => {
    const change = (text: string) =>
      changeText(name, text, { seed, author: authorOf(message), subject: message.subject });
    const changed = await rewritten(message, (part) => [change(part.text)]);
    const prefix = subjectPrefixes[name] ?? '';
    if (name === 'lower case') return inEveryPart(changed, change);
    return prefix === '' ? changed : withPrefix(changed, prefix);
  };
}

function inHtml(message: ExtractedMessage, form: (text: string) => string): Promise<ChangedMessage> {
  return rewritten(message, (part) => [unchanged(part.text), form]);
}

/** What mail programs put before the subject. */
const subjectPrefixes: Readonly<Partial<Record<TextChangeName, string>>> = {
  'forwarded from Gmail': 'Fwd: ',
  'forwarded from Outlook': 'FW: ',
  'quoted below a reply': 'Re: ',
};

/** Bodies by their new text, and by the page that a mail program makes of it where one is given. */
async function rewritten(
  message: ExtractedMessage,
  rewrite: (part: ExtractedPart) => readonly [ChangedText, ((text: string) => string)?],
): Promise<ChangedMessage> {
  const places = new Map<PartId, (span: Span) => Span | undefined>();
  const parts = new Map<PartId, ExtractedPart>();
  for (const part of bodiesOf(message)) {
    const [changed, form] = rewrite(part);
    const read = await readBody(form ? { html: form(changed.text) } : { text: changed.text });
    const aligned = alignedOffsets(changed.text, read.text);
    const place = (span: Span) => placeInRead(changed, aligned, span);
    const moved = (spans: readonly Span[]) => spans.map(place).filter((span) => span !== undefined);
    places.set(part.id, place);
    parts.set(part.id, {
      ...part,
      // As the extract stage calls what it reads of a page; a fixture's own type stays.
      contentType: form ? 'text/html' : part.contentType,
      text: read.text,
      quoted: mergeSpans([...read.quoted, ...moved(part.quoted)]),
      hidden: mergeSpans([...read.hidden, ...moved(part.hidden)]),
    });
  }
  return {
    message: withPictures(
      { ...message, parts: message.parts.map((part) => parts.get(part.id) ?? part) },
      (part, span) => places.get(part)?.(span) ?? span,
    ),
    place(part, span) {
      const found = places.has(part) ? places.get(part)!(span) : span;
      return found && { part, span: found };
    },
  };
}

/** Subject and attachments too. Their letters keep their places. */
function inEveryPart({ message, place }: ChangedMessage, change: (text: string) => ChangedText): ChangedMessage {
  const bodies = new Set(bodiesOf(message).map(({ id }) => id));
  const parts = message.parts.map((part) => (bodies.has(part.id) ? part : { ...part, text: change(part.text).text }));
  return { message: { ...message, subject: change(message.subject).text, parts }, place };
}

function withPrefix({ message, place }: ChangedMessage, prefix: string): ChangedMessage {
  const by = (span: Span): Span => ({ start: span.start + prefix.length, end: span.end + prefix.length });
  const parts = message.parts.map((part) =>
    part.kind === 'subject' ? { ...part, text: prefix + part.text, quoted: part.quoted.map(by) } : part,
  );
  return {
    message: { ...message, subject: prefix + message.subject, parts },
    place: (part, span) => (part === 'subject' ? { part, span: by(span) } : place(part, span)),
  };
}

function withPictures(message: ExtractedMessage, place: (part: PartId, span: Span) => Span): ExtractedMessage {
  if (message.pictures === undefined) return message;
  const pictures = message.pictures.map((picture) =>
    picture.shown === undefined
      ? picture
      : { ...picture, shown: picture.shown.map((shown) => ({ ...shown, ...place(shown.part, shown) })) },
  );
  return { ...message, pictures };
}

function withoutSubject(message: ExtractedMessage): ChangedMessage | undefined {
  if (message.subject === '') return undefined;
  const parts = message.parts.map((part) => (part.kind === 'subject' ? { ...part, text: '', quoted: [] } : part));
  return {
    message: { ...message, subject: '', parts },
    place: (part, span) => (part === 'subject' ? undefined : { part, span }),
  };
}
