/** The words around a stretch of text as named features: what the models of people, locators and statements weigh. */
import type { Span } from '../../detector.ts';
import type { RecordField } from '../reading/records/record.ts';
import { lineAt } from '../text/layout.ts';
import { tokenAt, type Token } from '../text/tokens.ts';
import { featureNames } from './feature-names.ts';
import { fieldAt, lineOf, zoneOf, type PartView } from './part-view.ts';
import { classesOfWord } from './word-classes.ts';

/** Tokens with a feature of their own for their distance, on either side. */
const near = 4;
/** Tokens further away, within the sentence, that count without their distance. */
const reach = 12;
/** The same where they are of the next sentence: `He's in third. His mom called.` */
const reachBeyond = 20;
/** Words of a heading that count. */
const mostHeadingWords = 8;

/** Names of what stands on the left: by its distance, by its sentence, and the same of its classes; on the right from `right`. */
const ofTokens = featureNames(
  ['-', '+'].flatMap((sign) => {
    const side = sign === '-' ? '<' : '>';
    const places = [...[1, 2, 3, 4].map((distance) => `${sign}${distance}`), side, `${side}2`];
    const withSpace = places.map((place, at) => (at < near ? `${place} ` : place));
    return [...withSpace, ...places.map((place) => `${place}c `)];
  }),
);
const [right, ownSentence, nextSentence, ofClasses] = [12, near, near + 1, near + 2];

const ofPlaces = featureNames(['z ', 'part ', 'k ', 'shape ', 'of ', 'f ', 'r ', 'h ', 'hc ']);
const [zone, part, kindOfField, shape, whose, label, beside, heading, headingClass] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Features are short strings: `-1 mom`, `-1c kin`, `<phone`, `>c kin`, `z signature`, `f parent`, `h bus`. Line breaks inside a paragraph
 * count as spaces, so that wrapping a text changes nothing.
 */
export function surroundings(view: PartView, span: Span): string[] {
  const features = ['*', ofPlaces(zone, zoneOf(view, span.start)), ofPlaces(part, view.part.kind)];
  const tokens = view.tokensAround(span);
  const at = tokenAt(tokens, span.start);
  walk(features, tokens, at - 1, -1);
  walk(features, tokens, tokenAt(tokens, Math.max(span.start, span.end - 1)) + 1, 1);
  place(features, view, span);
  return features;
}

/** @param step -1 to walk back from a span, 1 to walk on */
function walk(features: string[], tokens: readonly Token[], from: number, step: -1 | 1): void {
  const first = step < 0 ? 0 : right;
  let distance = 0;
  let sentences = 0;
  for (let at = from; at >= 0 && at < tokens.length; at += step) {
    if (distance >= (sentences > 0 ? reachBeyond : reach)) return;
    const { kind, key } = tokens[at]!;
    if (kind === 'line') {
      if (key === '\n') continue;
      if (distance < near) features.push(ofTokens(first + distance, '¶'));
      return;
    }
    distance += 1;
    const isNear = distance <= near && sentences === 0;
    if (kind === 'word') {
      if (isNear) addWord(features, key, first + distance - 1);
      addWord(features, key, first + (sentences > 0 ? nextSentence : ownSentence));
    } else if (isNear) features.push(ofTokens(first + distance - 1, key));
    if (kind === 'sign' && (key === '.' || key === '!' || key === '?') && isSentenceEnd(tokens, at)) {
      sentences += 1;
      if (sentences > 1) return;
    }
  }
}

/** Which name a word is says nothing, and no model may hold the names of people. */
function addWord(features: string[], key: string, prefix: number): void {
  const classes = classesOfWord(key);
  if (!classes.includes('name')) features.push(ofTokens(prefix, key));
  for (const one of classes) features.push(ofTokens(prefix + ofClasses, one));
}

/** A dot after a single letter, a title or a short form ends no sentence. */
function isSentenceEnd(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (tokens[at]!.key !== '.') return true;
  if (before?.kind === 'word' && (before.key.length <= 1 || classesOfWord(before.key).includes('title'))) return false;
  return after === undefined || after.start > tokens[at]!.end;
}

/** The field, the record around it, the heading above, and the place on the line. */
function place(features: string[], view: PartView, span: Span): void {
  const found = fieldAt(view, span.start);
  if (found) {
    const { field, record } = found;
    features.push(ofPlaces(kindOfField, field.kind), ofPlaces(shape, record.shape));
    if (field.of) features.push(ofPlaces(whose, field.of));
    for (const word of field.label.split(' ').slice(0, mostHeadingWords))
      if (word !== '') features.push(ofPlaces(label, word));
    for (const kind of kindsOf(record.fields, field)) features.push(ofPlaces(beside, kind));
  }
  const line = lineOf(view, span.start);
  const before = view.text.slice(line.start, span.start);
  const after = view.text.slice(Math.min(span.end, line.end), line.end);
  const begins = /^[\s>*•·|"'“(\d.)-]*$/.test(before);
  const ends = /^[\s|"'”.,;)]*$/.test(after);
  features.push(begins ? (ends ? 'line alone' : 'line begins') : ends ? 'line ends' : 'line inside');
  for (const word of headingAbove(view, span)) {
    features.push(ofPlaces(heading, word));
    for (const one of classesOfWord(word)) features.push(ofPlaces(headingClass, one));
  }
}

function kindsOf(fields: readonly RecordField[], own: RecordField): Set<string> {
  return new Set(fields.filter((field) => field !== own).map(({ kind, of }) => (of ? `${kind} ${of}` : kind)));
}

/** Words of the nearest line above that ends with a colon, or of a short first line of the block; none where it is too far. */
function headingAbove(view: PartView, span: Span): string[] {
  const at = lineAt(view.lines, span.start);
  for (let line = at - 1; line >= 0 && line >= at - linesAbove; line -= 1) {
    const { start, end } = view.lines[line]!;
    if (end > start && isInside(view.text.charCodeAt(end - 1))) continue;
    const text = view.text.slice(start, end).trimEnd();
    if (text.endsWith(':') && text.length < 90) return wordsOfHeading(text, mostHeadingWords);
    if (text.trim() === '' && line < at - 1) return [];
  }
  return [];
}
const linesAbove = 12;

/** A letter, digit or sign after which a line is neither empty nor a heading: most lines end with one. */
function isInside(code: number): boolean {
  return code > 32 && code < 127 && code !== 58;
}

/** Its last words, folded. */
export function wordsOfHeading(text: string, most: number): string[] {
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).slice(-most);
}
