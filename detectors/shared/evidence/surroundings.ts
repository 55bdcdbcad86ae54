/** The words around a stretch of text as named features: what the models of people, locators and statements weigh. */
import type { Span } from '../../detector.ts';
import type { RecordField } from '../reading/records/record.ts';
import { lineAt } from '../text/layout.ts';
import { tokenAt, type Token } from '../text/tokens.ts';
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

/**
 * Features are short strings: `-1 mom`, `-1c kin`, `<phone`, `>c kin`, `z signature`, `f parent`, `h bus`. Line breaks inside a paragraph
 * count as spaces, so that wrapping a text changes nothing.
 */
export function surroundings(view: PartView, span: Span): string[] {
  const features = ['*', `z ${zoneOf(view, span.start)}`, `part ${view.part.kind}`];
  const tokens = view.tokensAround(span);
  const at = tokenAt(tokens, span.start);
  walk(features, tokens, at - 1, -1);
  walk(features, tokens, tokenAt(tokens, Math.max(span.start, span.end - 1)) + 1, 1);
  place(features, view, span);
  return features;
}

/** @param step -1 to walk back from a span, 1 to walk on */
function walk(features: string[], tokens: readonly Token[], from: number, step: -1 | 1): void {
  const side = step < 0 ? '<' : '>';
  let distance = 0;
  let sentences = 0;
  for (let at = from; at >= 0 && at < tokens.length; at += step) {
    if (distance >= (sentences > 0 ? reachBeyond : reach)) return;
    const { kind, key } = tokens[at]!;
    if (kind === 'line') {
      if (key === '\n') continue;
      if (distance < near) features.push(`${step < 0 ? '-' : '+'}${distance + 1} ¶`);
      return;
    }
    distance += 1;
    const classes = kind === 'word' ? classesOfWord(key) : [];
    if (distance <= near && sentences === 0) {
      const name = `${step < 0 ? '-' : '+'}${distance}`;
      // Which name it is says nothing, and no model may hold the names of people.
      if (!classes.includes('name')) features.push(`${name} ${key}`);
      for (const one of classes) features.push(`${name}c ${one}`);
    }
    if (kind === 'word') {
      const far = sentences > 0 ? '2' : '';
      if (!classes.includes('name')) features.push(`${side}${far}${key}`);
      for (const one of classes) features.push(`${side}${far}c ${one}`);
    }
    if (kind === 'sign' && (key === '.' || key === '!' || key === '?') && isSentenceEnd(tokens, at)) {
      sentences += 1;
      if (sentences > 1) return;
    }
  }
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
    features.push(`k ${field.kind}`, `shape ${record.shape}`);
    if (field.of) features.push(`of ${field.of}`);
    for (const word of field.label.split(' ').slice(0, mostHeadingWords)) if (word !== '') features.push(`f ${word}`);
    for (const kind of kindsOf(record.fields, field)) features.push(`r ${kind}`);
  }
  const line = lineOf(view, span.start);
  const before = view.text.slice(line.start, span.start);
  const after = view.text.slice(Math.min(span.end, line.end), line.end);
  const begins = /^[\s>*•·|"'“(\d.)-]*$/.test(before);
  const ends = /^[\s|"'”.,;)]*$/.test(after);
  features.push(begins ? (ends ? 'line alone' : 'line begins') : ends ? 'line ends' : 'line inside');
  for (const word of headingAbove(view, span)) {
    features.push(`h ${word}`);
    for (const one of classesOfWord(word)) features.push(`hc ${one}`);
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
    const text = view.text.slice(start, end).trimEnd();
    if (text.endsWith(':') && text.length < 90) return wordsOfHeading(text, mostHeadingWords);
    if (text.trim() === '' && line < at - 1) return [];
  }
  return [];
}
const linesAbove = 12;

/** Its last words, folded. */
export function wordsOfHeading(text: string, most: number): string[] {
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).slice(-most);
}
