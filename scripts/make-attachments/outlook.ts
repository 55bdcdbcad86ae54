/** Outlook's own files: a saved message and the winmail.dat that other programs receive. */
import { compoundFile } from './compound-file.ts';
import { Planter, type MadeFile } from './planting.ts';

const wide = (text: string) => Buffer.from(text, 'utf16le');

export function savedMessage(): MadeFile {
  const plant = new Planter('msg');
  const inner = '__attach_version1.0_#00000001/__substg1.0_3701000D';
  const bytes = compoundFile({
    '__properties_version1.0': Buffer.alloc(32),
    '__substg1.0_0037001F': wide(plant.at('subject', 'message')),
    '__substg1.0_1000001F': wide(plant.at('body', 'message')),
    '__substg1.0_10130102': Buffer.from(`<html><body><p>${plant.at('html', 'message')}</p></body></html>`),
    '__substg1.0_8005001F': wide(plant.at('named-property', 'message, other properties')),
    '__recip_version1.0_#00000000/__substg1.0_3001001F': wide(plant.at('recipient', 'message, recipients')),
    '__attach_version1.0_#00000000/__substg1.0_3707001F': wide('list.csv'),
    '__attach_version1.0_#00000000/__substg1.0_37010102': Buffer.from('name,phone\n'),
    [`${inner}/__properties_version1.0`]: Buffer.alloc(32),
    [`${inner}/__substg1.0_1000001F`]: wide(plant.at('attached-message', 'message, attached message')),
  });
  return { name: 'places.msg', bytes, plantings: plant.plantings, inside: ['list.csv'] };
}

export function winmail(): MadeFile {
  const plant = new Planter('tnef');
  const attribute = (level: number, id: number, data: Buffer) => {
    const head = Buffer.alloc(9);
    head[0] = level;
    head.writeUInt32LE(id, 1);
    head.writeUInt32LE(data.length, 5);
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE(data.reduce((total, byte) => (total + byte) & 0xffff, 0));
    return Buffer.concat([head, data, sum]);
  };
  const properties = (list: readonly (readonly [tag: number, value: Buffer])[]) => {
    const count = Buffer.alloc(4);
    count.writeUInt32LE(list.length);
    return Buffer.concat([count, ...list.map(([tag, value]) => variable(tag, value))]);
  };
  const bytes = Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
    attribute(1, 0x00018004, Buffer.from(`${plant.at('subject', 'message')}\0`)),
    attribute(
      1,
      0x00069003,
      properties([
        [0x1000001f, wide(`${plant.at('body', 'message')}\0`)],
        [0x10130102, Buffer.from(`<p>${plant.at('html', 'message')}</p>`)],
      ]),
    ),
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from('list.csv\0')),
    attribute(2, 0x0006800f, Buffer.from('name,phone\n')),
  ]);
  return { name: 'winmail.dat', bytes, plantings: plant.plantings, inside: ['list.csv'] };
}

function variable(tag: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(tag >>> 0, 0);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}
