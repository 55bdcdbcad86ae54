/** Reads what is on a page beside its text: notes, form fields with their choices, stamps, links, attached files. */
import { readableTarget } from '../office-xml/other-parts.ts';
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { handOn } from './document-parts.ts';
import { fieldLabel, type PlacedRun } from './field-labels.ts';
import { linesOfRuns, type DrawnRun } from './drawn-runs.ts';
import type { PdfDocument } from './open-pdf.ts';
import { pageLines } from './page-lines.ts';

/** The fields of an annotation of pdf.js that people see. Each may be missing or of another type. */
export interface Annotation {
  readonly id?: unknown;
  readonly subtype?: unknown;
  readonly hasAppearance?: unknown;
  readonly contentsObj?: { readonly str?: unknown };
  readonly titleObj?: { readonly str?: unknown };
  readonly richText?: { readonly str?: unknown };
  readonly alternativeText?: unknown;
  readonly fieldName?: unknown;
  readonly fieldValue?: unknown;
  readonly defaultFieldValue?: unknown;
  readonly options?: unknown;
  readonly textContent?: unknown;
  readonly url?: unknown;
  readonly unsafeUrl?: unknown;
  readonly hidden?: boolean;
  readonly rect?: unknown;
  readonly fileId?: unknown;
  readonly file?: { readonly filename?: unknown };
}

/** Where the annotations of a page are written, and what else of the page is known. */
export interface AnnotatedPage {
  readonly pdf: PdfDocument;
  readonly label: string;
  readonly text: PlacedText;
  readonly into: Collected;
  /** The text of the page. */
  readonly runs: readonly PlacedRun[];
  /** What the page draws; empty where nothing of it is worth the time. */
  readonly drawn: readonly DrawnRun[];
}

export async function writeAnnotations(annotations: readonly Annotation[], page: AnnotatedPage): Promise<void> {
  const { label, text, into } = page;
  for (const annotation of annotations) {
    into.budget.checkTime();
    const words = annotation.subtype === 'Widget' ? fieldWords(annotation, page.runs) : wordsOf(annotation);
    text.place(`${label}, ${kind(annotation)}`);
    for (const word of words) text.writeLine(word);
    if (hasUnreadAppearance(annotation)) writeAppearance(annotation, words, page);
    if (typeof annotation.fileId === 'string') {
      await handOn(page.pdf, annotation.fileId, string(annotation.file?.filename) || undefined, into);
    }
  }
}

/** A stamp, the icon of a note, a drawn mark: pdf.js gives the text of text fields only. */
export function hasUnreadAppearance(annotation: Annotation): boolean {
  return (
    annotation.hasAppearance === true &&
    !Array.isArray(annotation.textContent) &&
    annotation.subtype !== 'Link' &&
    annotation.subtype !== 'Popup'
  );
}

function writeAppearance({ id }: Annotation, words: readonly string[], { drawn, text }: AnnotatedPage): void {
  const own = drawn.filter((run) => run.annotation === id);
  for (const line of pageLines(own.filter((run) => !run.hidden).map((run) => run.piece)))
    if (!words.includes(line)) text.writeLine(line);
  for (const line of linesOfRuns(own.filter((run) => run.hidden))) text.writeLine(line, true);
}

function kind(annotation: Annotation): string {
  if (annotation.subtype === 'Widget') return 'form field';
  return annotation.subtype === 'Link' ? 'link' : 'note';
}

/** A line `label: value`, as in a form that is filled in, then the other words of the field. */
function fieldWords(annotation: Annotation, runs: readonly PlacedRun[]): string[] {
  const rect = Array.isArray(annotation.rect) ? annotation.rect.map(Number) : [];
  const label = fieldLabel(string(annotation.alternativeText), string(annotation.fieldName), rect, runs);
  const { fieldValue } = annotation;
  const values = (Array.isArray(fieldValue) ? (fieldValue as unknown[]) : [fieldValue]).map(string);
  const value = values.filter((one) => one !== '' && one !== 'Off').join(', ');
  const line = label !== '' && value !== '' ? [`${label}: ${value.replace(/\s+/g, ' ')}`] : [];
  // A text of several lines is written as it stands, too.
  const rest = wordsOf(annotation).filter((word) => line.length === 0 || ![value, label].includes(word));
  return [...line, ...rest];
}

function wordsOf(annotation: Annotation): string[] {
  const { fieldValue, options, textContent } = annotation;
  const choices = Array.isArray(options)
    ? (options as { displayValue?: unknown; exportValue?: unknown }[]).flatMap((option) => [
        option.displayValue,
        option.exportValue,
      ])
    : [];
  const found = [
    annotation.titleObj?.str,
    annotation.contentsObj?.str,
    annotation.richText?.str,
    annotation.alternativeText,
    ...(Array.isArray(fieldValue) ? (fieldValue as unknown[]) : [fieldValue]),
    annotation.defaultFieldValue,
    ...choices,
    ...(Array.isArray(textContent) ? (textContent as unknown[]) : []),
    readableTarget(string(annotation.unsafeUrl) || string(annotation.url)),
    annotation.subtype === 'Widget' ? annotation.fieldName : undefined,
  ].map(string);
  return [...new Set(found)].filter((word) => word !== '' && word !== 'Off');
}

function string(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
