/**
 * Words of the XMP packets in a picture (ISO 16684-1, Adobe XMP part 3), wherever the format keeps them. The library for tags
 * loses all of a packet in which a face region is an element of its own, as Lightroom writes it.
 */
import { ReadLimit, type ReadBudget } from '../../file-reader.ts';
import { readXml } from '../xml-events.ts';

/** A picture has one, with what it was made of perhaps a few. */
const maxPackets = 8;
const maxPacketBytes = 4 * 1024 * 1024;
const openings = ['<x:xmpmeta', '<x:xapmeta'];

/** @param write takes the name of the field, or what is in it, and the words */
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
        // What was written up to here stands; the picture itself says whether it was read.
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
        // Lists and their entries have names that say nothing.
        const field = fields.findLast((name) => !/^(?:Bag|Seq|Alt|li|Description|value)$/.test(name));
        fields.pop();
        if (words.trim() !== '') write(field ?? '', words.trim());
        words = '';
      },
    },
    budget,
  );
}
