/** Reads what is on a page beside its text: notes, form fields with their choices, stamps, links, attached files. */
import { readableTarget } from '../office-xml/other-parts.ts';
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { handOn } from './document-parts.ts';
import { fieldLabel, type PlacedRun } from './field-labels.ts';
import type { PdfDocument, PdfPage } from './open-pdf.ts';

/** The fields of an annotation of pdf.js that people see. Each may be missing or of another type. */
interface Annotation {
  readonly subtype?: unknown;
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

export async function writeAnnotations(
  pdf: PdfDocument,
  page: PdfPage,
  label: string,
  text: PlacedText,
  into: Collected,
  runs: readonly PlacedRun[],
): Promise<void> {
  const annotations = (await page.getAnnotations({ intent: 'any' })) as readonly Annotation[];
  for (const annotation of annotations) {
    into.budget.checkTime();
    const words = annotation.subtype === 'Widget' ? fieldWords(annotation, runs) : wordsOf(annotation);
    if (words.length > 0) {
      text.place(`${label}, ${kind(annotation)}`);
      for (const word of words) text.writeLine(word);
    }
    if (typeof annotation.fileId === 'string') {
      await handOn(pdf, annotation.fileId, string(annotation.file?.filename) || undefined, into);
    }
  }
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
