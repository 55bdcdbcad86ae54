/** Keeps the texts outside of all parts: each place becomes one part, which mail clients do not show. */
import type { ExtractedPart } from '../../detectors/detector.ts';
import type { Place } from './mime-tree.ts';
import { partOf, whole } from './part-text.ts';
import { findQuoted } from './quoted-text.ts';

export class StrayTexts {
  private readonly byPlace = new Map<string, { readonly place: Place; readonly texts: string[] }>();

  add(place: Place, text: string): void {
    const known = this.byPlace.get(place.id);
    if (known) known.texts.push(text);
    else this.byPlace.set(place.id, { place, texts: [text] });
  }

  parts(): ExtractedPart[] {
    return [...this.byPlace.values()].map(({ place, texts }) => {
      const text = texts.join('\n');
      const fields = { contentType: 'text/plain', filename: undefined };
      return partOf({ ...place, path: [] }, 'body', fields, { text, quoted: findQuoted(text), hidden: whole(text) });
    });
  }
}
