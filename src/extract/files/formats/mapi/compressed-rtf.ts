/** The compressed RTF of Outlook. Source: MS-OXRTFCP. */

const compressed = 0x75465a4c;
const uncompressed = 0x414c454d;
const dictionarySize = 4096;
const initialText =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans ' +
  'SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** @throws Error where the data is neither compressed nor marked as uncompressed */
export function decompressRtf(data: Buffer): Buffer {
  if (data.length < 16) throw new Error('too short');
  const kind = data.readUInt32LE(8);
  if (kind === uncompressed) return data.subarray(16);
  if (kind !== compressed) throw new Error('no RTF');
  const dictionary = Buffer.alloc(dictionarySize);
  dictionary.write(initialText, 'latin1');
  let write = initialText.length;
  // A reference of two bytes gives at most 17 bytes.
  const out = Buffer.alloc(Math.min(data.readUInt32LE(4), data.length * 9) + 32);
  let length = 0;
  const put = (code: number) => {
    if (length < out.length) out[length++] = code;
    dictionary[write] = code;
    write = (write + 1) % dictionarySize;
  };
  let at = 16;
  while (at < data.length) {
    const flags = data[at++]!;
    for (let bit = 0; bit < 8 && at < data.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(data[at++]!);
        continue;
      }
      if (at + 2 > data.length) return out.subarray(0, length);
      const reference = data.readUInt16BE(at);
      at += 2;
      const from = reference >> 4;
      if (from === write) return out.subarray(0, length);
      for (let copied = 0; copied < (reference & 15) + 2; copied += 1)
        put(dictionary[(from + copied) % dictionarySize]!);
    }
  }
  return out.subarray(0, length);
}
