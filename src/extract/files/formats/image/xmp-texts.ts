/**
 * Words of the XMP packets in a picture (ISO 16684-1, Adobe XMP part 3), wherever the format keeps them. The library for tags
 * loses packets in which a face region is an element of its own, as Lightroom writes it.
 */
import { ReadLimit, type ReadBudget } from '../../file-reader.ts';
import { readXml } from '../xml-events.ts';

/** Packets of a picture: its own, and some of the pictures that it was made from. */
const maxPackets = 8;
const maxPacketBytes = 4 * 1024 * 1024;
const openings = ['<x:xmpmeta', '<x:xapmeta'];

/** @param write takes the name of the field, or of the field within it, and the words */
export async function writeXmpTexts(
  bytes: Buffer,
  budget: ReadBudget,
  write: (name: string, words: string) => void,
): Promise<void> {
  let packets = 0;
  for (const opening of openings) {
    for (let at = bytes.indexOf(opening); at >= 0; at = bytes.indexOf(opening, at + opening.length)) {
      if (++packets > maxPackets) return;
      const end = bytes.indexOf(`</${opening.slice(1)}>`, at);
      const stop = end < 0 ? at + maxPacketBytes : end + opening.length + 2;
      try {
        await writePacket(bytes.subarray(at, Math.min(stop, at + maxPacketBytes)), budget, write);
      } catch (error) {
        // The words before the fault are kept; the picture itself says whether it was read.
        if (error instanceof ReadLimit) throw error;
      }
    }
  }
}

async function writePacket(
  packet: Buffer,
  budget: ReadBudget,
  write: (name: string, words: string) => void,
): Promise<void> {
  const fields: string[] = [];
  let words = '';
  await readXml(
    [packet],
    {
      open(name, attributes) {
        words = '';
        fields.push(name);
        for (const [attribute, value] of Object.entries(attributes)) {
          if (/^(?:xmlns|xml|rdf|x)\b/.test(attribute)) continue;
          write(attribute.slice(attribute.indexOf(':') + 1), value);
        }
      },
      text(text) {
        words += text;
      },
      close() {
        // The names of lists and of their entries say nothing.
        const field = fields.findLast((name) => !/^(?:Bag|Seq|Alt|li|Description|value)$/.test(name));
        fields.pop();
        if (words.trim() !== '') write(field ?? '', words.trim());
        words = '';
      },
    },
    budget,
  );
}
