/** Decodes the property lists of TNEF. Source: MS-OXTNEF 2.1.3.4. */
import type { ReadBudget } from '../../file-reader.ts';
import { decodeNarrow, type MapiProperties } from './mapi-item.ts';

const fixedSizes: ReadonlyMap<number, number> = new Map([
  [0x0001, 4], [0x0002, 4], [0x0003, 4], [0x0004, 4], [0x000a, 4], [0x000b, 4], [0x0005, 8], [0x0006, 8], [0x0007, 8],
  [0x0014, 8], [0x0040, 8], [0x0048, 16],
]); // prettier-ignore
const narrow = 0x1e;
const wide = 0x1f;
const object = 0x0d;
const binary = 0x102;
const maxProperties = 100_000;

/**
 * @param rows number of consecutive lists
 * @returns texts and binary values by id; numbers and dates are left out
 * @throws Error for an unknown type, after which nothing can be decoded
 */
export function readTnefProperties(data: Buffer, codePage: number, budget: ReadBudget, rows = 1): MapiProperties {
  const found = new Map<number, (string | Buffer)[]>();
  let at = 0;
  let total = 0;
  const number = () => {
    if (at + 4 > data.length) throw new Error('ends early');
    at += 4;
    return data.readUInt32LE(at - 4);
  };
  const padded = (length: number) => {
    const bytes = data.subarray(at, at + length);
    at += length + ((4 - (length % 4)) % 4);
    return bytes;
  };
  for (let row = 0; row < rows && at + 4 <= data.length; row += 1) {
    const count = number();
    for (let index = 0; index < count; index += 1) {
      total += 1;
      if (total > maxProperties) throw new Error('more properties than any item has');
      budget.checkTime();
      const tag = number();
      const id = tag >>> 16;
      const isMany = (tag & 0x1000) !== 0;
      const type = tag & 0x0fff;
      if (id >= 0x8000) {
        at += 16;
        // The name of a property is a number or a text.
        if (number() === 0) number();
        else padded(number());
      }
      const isVariable = type === narrow || type === wide || type === object || type === binary;
      const values = isMany || isVariable ? number() : 1;
      for (let value = 0; value < values; value += 1) {
        if (isVariable) keep(found, id, decode(padded(number()), type, codePage));
        else {
          const size = fixedSizes.get(type);
          if (size === undefined) throw new Error('a type that is not known');
          if (at > data.length) throw new Error('ends early');
          at += type === 0x0002 && isMany ? 4 : size;
        }
      }
    }
  }
  return found;
}

function decode(bytes: Buffer, type: number, codePage: number): string | Buffer {
  if (type === wide) return bytes.toString('utf16le').replaceAll('\0', '');
  return type === narrow ? decodeNarrow(bytes, codePage) : bytes;
}

function keep(found: Map<number, (string | Buffer)[]>, id: number, value: string | Buffer): void {
  const known = found.get(id);
  if (known) known.push(value);
  else found.set(id, [value]);
}
