/** Reads document properties (core, extended, custom): author, title, keywords, properties that people added. */
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import type { PackagePart } from '../zip-package.ts';
import type { OfficePackage } from './office-package.ts';

/** Counts, versions and switches of the program. */
const ofProgram =
  /^(Application|AppVersion|DocSecurity|TotalTime|Pages|Words|Characters\w*|Lines|Paragraphs|Slides|Notes|HiddenSlides|MMClips|ScaleCrop|LinksUpToDate|SharedDoc|HyperlinksChanged|i4|revision)$/;

/** Writes a line for each property with a meaning: `title: …`. */
export async function readProperties(
  opened: OfficePackage,
  part: PackagePart,
  text: PlacedText,
  into: Collected,
): Promise<void> {
  text.place('document properties');
  const path: string[] = [];
  let custom = '';
  let value = '';
  await into.attempt(part.name, part.size, async () => {
    const whole = await opened.parse(part, {
      open: (name, attributes) => {
        path.push(name);
        value = '';
        if (name === 'property') custom = attributes['name'] ?? '';
      },
      text: (piece) => {
        value += piece;
      },
      close: (name) => {
        path.pop();
        const words = value.trim();
        value = '';
        if (words === '' || ofProgram.test(name)) return;
        const label = path.includes('property') ? custom : name === 'lpstr' ? '' : name;
        text.writeLine(label === '' ? words : `${label}: ${words}`);
      },
    });
    if (!whole) into.missed('damaged', part.size, part.name);
  });
}
