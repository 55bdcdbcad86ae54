/** Collects the parts that the walk through the MIME tree finds: reads texts, then files, and lists the other parts as unread. */
import type {
  ClassifiedPicture,
  ExtractedPart,
  PictureFile,
  Span,
  UnreadPart,
  UnreadReason,
} from '../../detectors/detector.ts';
import { decodeText } from './charset.ts';
import { classify } from './classify.ts';
import {
  embeddedFiles,
  maxEmbeddedFiles,
  placedFiles,
  withoutEmbedded,
  writtenIn,
  type EmbeddedFile,
  type WrittenFile,
} from './embedded-files.ts';
import type { ReadBudget, ReadText, SeenPicture } from './files/file-reader.ts';
import { passwordCandidates } from './files/passwords.ts';
import { hasSignature } from './files/recognise.ts';
import { readFiles, type FileSink, type FoundFile } from './files/read-files.ts';
import {
  createWalk,
  walkAttachedMessage,
  walkMessage,
  type ExtractLimits,
  type Place,
  type TreeVisitor,
  type Walk,
} from './mime-tree.ts';
import { shownName, type ContentFields } from './content-fields.ts';
import { headerNotes, shownHeader } from './header-notes.ts';
import type { HeaderSection } from '../message/header.ts';
import { fieldsOfFile, foundFile, strayFields } from './file-fields.ts';
import { beginsAsPage, isPageName } from './page-text.ts';
import { comparePartIds } from './part-ids.ts';
import { encodedData } from './opaque/opaque-text.ts';
import { partOf, textPart, whole } from './part-text.ts';
import { UnreadList } from './unread-list.ts';
import { OddMessages, type OddMessage } from './second-reading/odd-messages.ts';
import { isStockPhrase } from './stock-phrases.ts';
import { StrayTexts } from './stray-texts.ts';
import { PictureList } from './picture-list.ts';
import { cutTexts } from './files/cut-texts.ts';
import { unfold } from './text-lines.ts';
import { decodeBody, decodedSize, isKnownEncoding, isReadableText } from './transfer-encoding.ts';

/** Transfer encodings that write a file into a text with lines around it. */
const fileEncodings = new Set(['x-uuencode', 'x-uue', 'uuencode', 'x-yenc']);

export class PartCollector implements TreeVisitor, FileSink {
  /** Names of files and descriptions of parts, which clients show beside the parts. */
  readonly names = new Set<string>();
  private readonly limits: ExtractLimits;
  private readonly walk: Walk;
  private readonly bodies: ExtractedPart[] = [];
  private readonly attachments: ExtractedPart[] = [];
  private readonly unread = new UnreadList();
  private readonly pictureList = new PictureList();
  private readonly strays = new StrayTexts();
  private files: FoundFile[] = [];
  private textBytesLeft: number;
  private candidates: { readonly texts: number; readonly passwords: readonly string[] } | undefined;
  private subject = '';
  private readonly odd = new OddMessages();

  constructor(limits: ExtractLimits) {
    this.limits = limits;
    this.walk = createWalk(limits, this);
    this.textBytesLeft = limits.maxTextBytes;
  }

  /** Walks the message and reads its texts; the files wait for `finish()`. @returns its header */
  read(raw: Buffer): HeaderSection {
    return this.odd.watch(raw, undefined, () => walkMessage(this.walk, raw));
  }

  /** The message, and those in its files, that clients may read in different ways. */
  oddMessages(): readonly OddMessage[] {
    return this.odd.found;
  }

  /** Adds a file without a message as part 1. */
  add(bytes: Buffer, name: string): void {
    const place = { id: '1', path: [], encrypted: false, depth: 1 };
    this.files.push({ place, name, contentType: 'application/octet-stream', bytes });
  }

  /** Reads the files. Parts are in the order of the message. @param subject may contain passwords */
  async finish(
    subject: string,
    budget: ReadBudget,
  ): Promise<{ bodies: ExtractedPart[]; attachments: ExtractedPart[]; unread: UnreadPart[] }> {
    this.subject = subject;
    const files = this.files;
    await readFiles(files, this, budget, this.limits);
    this.bodies.push(...this.strays.parts());
    this.attachments.sort((a, b) => comparePartIds(a.id, b.id));
    return { bodies: this.bodies, attachments: this.attachments, unread: this.unread.parts };
  }

  /** The pictures of the message. @param nameAt the place of one of `names` in the part of the names */
  pictures(nameAt: (name: string) => Span | undefined): PictureFile[] {
    return this.pictureList.finish((name) => nameAt(shownName(name)));
  }

  /** What the classifier has seen. @param nameAt as above */
  classifiedPictures(nameAt: (name: string) => Span | undefined): ClassifiedPicture[] {
    return this.pictureList.finishSeen((name) => nameAt(shownName(name)));
  }

  leaf(place: Place, fields: ContentFields, body: Buffer): void {
    this.keepName(fields.filename);
    for (const note of fields.notes) this.keepName(note);
    this.keepName(fields.description);
    const { bytes, damaged } = decodeBody(body, fields.encoding, body.length);
    this.odd.leaf(bytes);
    if (damaged) this.anomaly();
    const reading = classify(fields, bytes, place.encrypted);
    switch (reading.as) {
      case 'nothing':
        return;
      case 'unread':
        if (
          fileEncodings.has(fields.encoding) &&
          this.embedded(place, { ...fields, filename: undefined }, body).length > 0
        )
          return;
        if (!isKnownEncoding(fields.encoding) && fields.contentType.startsWith('text/')) {
          // A text with an unknown encoding is often not encoded.
          this.readText(place, fields, body, fields.contentType === 'text/html' ? 'html' : 'text');
          if (isReadableText(body)) return;
        }
        this.note(place, fields, decodedSize(body, fields.encoding), reading.reason);
        return;
      case 'file':
        this.files.push(foundFile(place, fields, bytes));
        if (damaged) this.note(place, fields, bytes.length, 'damaged');
        return;
      case 'text':
      case 'html':
      case 'folded':
        if (damaged) this.note(place, fields, bytes.length, 'damaged');
        this.readText(
          place,
          fields,
          bytes,
          reading.as === 'text' && (isPageName(fields.filename) || beginsAsPage(bytes)) ? 'html' : reading.as,
        );
    }
  }

  /** The header of an attached message; its parts follow. */
  message(place: Place, fields: ContentFields, header: HeaderSection): void {
    this.keepName(fields.filename);
    this.keepName(fields.description);
    for (const note of headerNotes(header)) this.keepName(note);
    const text = shownHeader(header);
    if (text === '') return;
    const named = { contentType: fields.contentType, filename: fields.filename ?? 'message.eml' };
    this.attachments.push(partOf(place, 'attachment', named, { text, quoted: whole(text), hidden: [] }));
  }

  anomaly(): void {
    this.odd.anomaly();
  }

  stray(place: Place, bytes: Buffer): void {
    const { text, binary } = decodeText(bytes.subarray(0, Math.max(0, this.textBytesLeft)), undefined);
    const trimmed = text.trim();
    if (trimmed === '' || isStockPhrase(trimmed)) return;
    this.anomaly();
    this.textBytesLeft -= bytes.length;
    if (binary) this.note(place, strayFields, bytes.length, 'damaged');
    const data = encodedData(text, hasSignature);
    if (data.unread) this.note(place, strayFields, bytes.length, data.unread);
    this.strays.add(place, trimmed);
    const files = this.embedded(place, strayFields, bytes);
    this.placeFiles(place, strayFields, writtenIn(data), files.length);
  }

  skipped(place: Place, contentType: string, size: number, reason: UnreadReason): void {
    this.note(place, { contentType, filename: undefined }, size, reason);
  }

  plain(file: FoundFile, kind: 'text' | 'html' | 'folded', contentType: string): readonly FoundFile[] {
    this.keepName(file.name);
    const as = kind === 'text' && isPageName(file.name) ? 'html' : kind;
    return this.found(() => this.readText(file.place, { ...fieldsOfFile(file), contentType }, file.bytes, as));
  }

  attachedMessage(file: FoundFile): readonly FoundFile[] {
    const fields = { ...fieldsOfFile(file), contentType: 'message/rfc822' };
    const walk = () => walkAttachedMessage(this.walk, file.place, fields, file.bytes);
    return this.found(() => this.odd.watch(file.bytes, file.name, walk));
  }

  /** The files that are met while something is read. */
  private found(read: () => void): readonly FoundFile[] {
    const before = this.files;
    this.files = [];
    read();
    const found = this.files;
    this.files = before;
    return found;
  }

  texts(file: FoundFile, contentType: string, texts: readonly ReadText[]): readonly FoundFile[] {
    this.keepName(file.name);
    const { kept, cut } = cutTexts(texts, this.textBytesLeft);
    for (const [index, text] of kept.entries()) {
      this.textBytesLeft -= text.text.length;
      const id = index === 0 ? file.place.id : `${file.place.id}+${index + 1}`;
      const named = { contentType, filename: file.name };
      this.attachments.push(partOf({ ...file.place, id }, 'attachment', named, { ...text, quoted: [] }));
    }
    if (cut) this.fileUnread(file, contentType, file.bytes.length, 'too-big');
    const data = kept.map(({ text }) => encodedData(text, hasSignature));
    for (const reason of new Set(data.map(({ unread }) => unread)))
      if (reason) this.fileUnread(file, contentType, file.bytes.length, reason);
    return this.found(() => this.placeFiles(file.place, fieldsOfFile(file), data.flatMap(writtenIn), 0));
  }

  fileUnread(file: FoundFile, contentType: string, size: number, reason: UnreadReason): void {
    this.keepName(file.name);
    this.note(file.place, { contentType, filename: file.name }, size, reason);
  }

  picture(file: FoundFile, contentType: string, kind: PictureFile['kind']): void {
    this.keepName(file.name);
    this.pictureList.add(file, contentType, kind);
  }

  classified(file: FoundFile, picture: SeenPicture): void {
    this.pictureList.seen(file, picture);
  }

  passwords(): readonly string[] {
    const texts = this.bodies.length + this.attachments.length;
    if (this.candidates?.texts !== texts) {
      const all = [...this.bodies, ...this.attachments].map(({ text }) => text);
      this.candidates = { texts, passwords: passwordCandidates([this.subject, ...all]) };
    }
    return this.candidates.passwords;
  }

  /** Reads the files that are written into a text. @returns these files */
  private embedded(place: Place, fields: ContentFields, body: Buffer): readonly EmbeddedFile[] {
    const files = embeddedFiles(body);
    if (files.length > maxEmbeddedFiles) this.note(place, fields, body.length, 'too-many');
    this.placeFiles(place, fields, files, 0);
    return files;
  }

  /** @param before files of the same text that have a place already */
  private placeFiles(place: Place, fields: ContentFields, files: readonly WrittenFile[], before: number): void {
    for (const { at, inner, bytes, damaged } of placedFiles(place, fields, files, before)) {
      this.leaf(at, inner, bytes);
      if (damaged) this.note(at, inner, bytes.length, 'damaged');
    }
  }

  private keepName(name: string | undefined): void {
    if (name) this.names.add(shownName(name));
  }

  private note(
    place: Place,
    fields: Pick<ContentFields, 'contentType' | 'filename'>,
    size: number,
    reason: UnreadReason,
  ): void {
    this.unread.add(place, fields, size, reason);
  }

  private readText(place: Place, fields: ContentFields, bytes: Buffer, as: 'text' | 'html' | 'folded'): void {
    const kept = bytes.subarray(0, Math.max(0, this.textBytesLeft));
    this.textBytesLeft -= kept.length;
    if (kept.length < bytes.length) this.note(place, fields, bytes.length, 'too-big');
    const lines = as === 'folded' ? unfold(kept.toString('latin1').replaceAll('\r', '')) : undefined;
    const files = this.embedded(place, fields, lines === undefined ? kept : Buffer.from(lines, 'latin1'));
    const decoded = decodeText(kept, fields.params['charset']);
    if (decoded.damaged) {
      this.anomaly();
      this.note(place, fields, kept.length, 'damaged');
    }
    if (decoded.binary) return;
    const data = encodedData(withoutEmbedded(decoded.text, files), hasSignature);
    if (data.unread) this.note(place, fields, kept.length, data.unread);
    this.placeFiles(place, fields, writtenIn(data), files.length);
    if (decoded.text.includes('(This file must be converted with BinHex'))
      this.note(place, fields, kept.length, 'unsupported');
    const { images = [], ...part } = textPart(place, fields, decoded.text, as);
    this.pictureList.shownIn(part.id, images);
    (part.kind === 'body' ? this.bodies : this.attachments).push(part);
  }
}
