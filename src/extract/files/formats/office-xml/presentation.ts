/** Reads PowerPoint files: slides in order with notes, comments, charts and diagrams, hidden ones marked; then masters and layouts. */
import type { Collected } from '../collected.ts';
import { attribute, isOn } from '../xml-events.ts';
import type { PackagePart } from '../zip-package.ts';
import type { OfficePackage } from './office-package.ts';
import type { OtherParts } from './other-parts.ts';

/** Reads all slides into one text. Slides that the presentation does not list follow the others. */
export async function readPresentation(opened: OfficePackage, parts: OtherParts, into: Collected): Promise<void> {
  const main = opened.zip.find('ppt/presentation.xml') ?? opened.partOfType('presentation.main+xml');
  const slides: PackagePart[] = main ? await listedSlides(opened, main, into) : [];
  for (const part of opened.zip.parts) {
    if (/\/slides\/[^/]+\.xml$/i.test(part.name) && !slides.includes(part)) slides.push(part);
  }
  const text = into.text();
  for (const [index, part] of slides.entries()) {
    into.budget.spendEntry();
    const start = text.length;
    const hidden = await isHidden(opened, part, into);
    const label = `slide ${index + 1}${hidden ? ' (hidden)' : ''}`;
    await parts.xml(part, text, { label, hidden });
    await parts.relatedTo(part.name, text, label, hidden);
    if (hidden) text.hide(start);
  }
  // Names of sections and of custom shows.
  if (main) await parts.xml(main, text, { label: 'presentation' });
}

async function listedSlides(opened: OfficePackage, main: PackagePart, into: Collected): Promise<PackagePart[]> {
  const ids: string[] = [];
  await into.attempt(main.name, main.size, async () => {
    await opened.parse(main, {
      open: (name, attributes) => {
        if (name === 'sldId') ids.push(idOfRelationship(attributes));
      },
    });
  });
  const targets = new Map((await opened.relationships(main.name)).map(({ id, target }) => [id, target]));
  const found = ids.map((id) => opened.zip.find(targets.get(id) ?? '')).filter((part) => part !== undefined);
  return [...new Set(found)];
}

/** The element also has the `id` of the slide. */
function idOfRelationship(attributes: Readonly<Record<string, string>>): string {
  const { id: _own, ...others } = attributes;
  return attribute(others, 'id') ?? '';
}

async function isHidden(opened: OfficePackage, part: PackagePart, into: Collected): Promise<boolean> {
  let hidden = false;
  const first = opened.zip.chunks(part);
  try {
    for await (const chunk of first) {
      const root = /<(?:\w+:)?sld\s([^>]*)>/.exec(chunk.toString('utf8', 0, 8192));
      hidden = root !== null && !isOn(/\bshow\s*=\s*["']([^"']*)["']/.exec(root[1]!)?.[1]);
      break;
    }
  } catch {
    into.budget.checkTime(); // damaged: reading the slide itself will say so
  }
  return hidden;
}
