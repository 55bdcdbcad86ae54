/** The stream of a VBA module, with its source stored without back references. Source: MS-OVBA 2.4.1. */

/** @param line of the source, after the attribute at the start of every module */
export function macroModule(line: string): Buffer {
  const source = Buffer.from(`Attribute VB_Name = "Module1"\r\nSub A()\r\n${line}\r\nEnd Sub\r\n`, 'latin1');
  const pieces: Buffer[] = [];
  for (let at = 0; at < source.length; at += 8) pieces.push(Buffer.from([0]), source.subarray(at, at + 8));
  const packed = Buffer.concat(pieces);
  const head = Buffer.from([1, 0, 0]);
  head.writeUInt16LE(0xb000 | (packed.length - 1), 1);
  // The compiled code comes first.
  return Buffer.concat([Buffer.alloc(40, 0xcc), head, packed]);
}
