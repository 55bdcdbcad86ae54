/** A file in an OLE object, as the Windows packager stores it. Source: MS-OLEDS 2.3.6. */

export function nativeObject(name: string, content: Buffer): Buffer {
  const text = (value: string) => Buffer.from(`${value}\0`, 'latin1');
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const path = text(`C:\\${name}`);
  const body = Buffer.concat([
    Buffer.from([2, 0]),
    text(name),
    path,
    Buffer.from([0, 0, 3, 0]),
    number(path.length),
    path,
    number(content.length),
    content,
  ]);
  return Buffer.concat([number(body.length), body]);
}
