/** One part of a message with its words, tokens, lines, zones and records, each made when it is first asked for and shared by all detectors. */
import type { ExtractedMessage, ExtractedPart, Span } from '../../detector.ts';
import { findAddresses, type AddressMatch } from '../people/addresses.ts';
import { wordsOfPart, type Word } from '../people/names.ts';
import { findPhones, type PhoneMatch } from '../people/phones.ts';
import { withContentKinds } from '../reading/records/content-kinds.ts';
import { recordsOf } from '../reading/records.ts';
import type { FieldRecord, RecordField } from '../reading/records/record.ts';
import { zoneAt, zonesOf } from '../reading/zones.ts';
import type { Zone, ZoneName } from '../reading/zones/zone.ts';
import { topicsOf, type Topics } from '../students/topics.ts';
import { layOutPart, lineAt, type Line } from '../text/layout.ts';
import { sentencesOfPart, type Sentences } from '../text/sentences.ts';
import { firstEndingAfter } from '../text/sorted-spans.ts';
import { tokenReader, type Token } from '../text/tokens.ts';

export interface PartView extends Topics {
  readonly part: ExtractedPart;
  readonly text: string;
  /** The message's subject. */
  readonly subject: string;
  readonly words: readonly Word[];
  readonly lines: readonly Line[];
  /** Tokens around a span, some hundred characters on either side at least. */
  tokensAround(span: Span): readonly Token[];
  sentences(): Sentences;
  zones(): readonly Zone[];
  records(): readonly FieldRecord[];
  phones(): readonly PhoneMatch[];
  addresses(): readonly AddressMatch[];
}

/** A field of a record that holds an offset. */
export interface FieldPlace {
  readonly record: FieldRecord;
  readonly field: RecordField;
}

/** Views of all parts of a message, in order. */
export function viewParts(message: ExtractedMessage): PartView[] {
  const topics = topicsOf(message.parts.map(wordsOfPart));
  return message.parts.map((part) => viewPart(part, message, topics));
}

function viewPart(part: ExtractedPart, message: ExtractedMessage, topics: Topics): PartView {
  const lines = layOutPart(part);
  return {
    part,
    text: part.text,
    subject: message.subject,
    words: wordsOfPart(part),
    lines,
    tokensAround: tokenReader(part.text),
    sentences: () => sentencesOfPart(part),
    zones: once(() => zonesOf(part, message)),
    records: once(() => withContentKinds(part.text, recordsOf(part, lines))),
    phones: once(() => findPhones(part.text, true)),
    addresses: once(() => findAddresses(part.text)),
    ...topics,
  };
}

/** Makes a value when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export function lineOf(view: PartView, offset: number): Line {
  return view.lines[lineAt(view.lines, offset)]!;
}

export function zoneOf(view: PartView, offset: number): ZoneName {
  return zoneAt(view.zones(), offset);
}

/** Zones by part id; undefined for a part that is not there. */
export function zoneInMessage(views: readonly PartView[]): (part: string, offset: number) => ZoneName | undefined {
  const byPart = new Map(views.map((view) => [view.part.id, view]));
  return (part, offset) => {
    const view = byPart.get(part);
    return view && zoneOf(view, offset);
  };
}

const placesOf = new WeakMap<readonly FieldRecord[], readonly (FieldPlace & Span)[]>();

/** The field whose value holds an offset; where fields lie in each other, the shortest. */
export function fieldAt(view: PartView, offset: number): FieldPlace | undefined {
  const records = view.records();
  let places = placesOf.get(records);
  if (!places) {
    places = records
      .flatMap((record) => record.fields.map((field) => ({ record, field, start: field.start, end: field.end })))
      .sort((a, b) => a.start - b.start || a.end - b.end);
    placesOf.set(records, places);
  }
  const found = places[firstEndingAfter(places, offset)];
  return found && found.start <= offset ? found : undefined;
}
