/** Asks compromise about words that the tables leave open: a place, an organisation or a date is nobody's name. */
import nlp from 'compromise/two';
import type { Span } from '../../detector.ts';
import type { PartView } from './part-view.ts';

/** Whether compromise takes the words for something else than a person. It sees a short window only. */
export function isThing(view: PartView, span: Span): boolean {
  const window = view.text.slice(Math.max(0, span.start - 40), Math.min(view.text.length, span.end + 40));
  const name = view.text.slice(span.start, span.end).toLowerCase();
  const found = nlp(window.replace(/\s+/g, ' ')).match(name.replace(/[^\p{L}\s-]/gu, ''));
  return (
    found.found &&
    found.has('(#Place|#Organization|#Date|#Time|#Adverb|#Preposition|#Determiner|#Plural)') &&
    !found.has('(#FirstName|#LastName)')
  );
}
