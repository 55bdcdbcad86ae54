/** Named typed arrays in one run of bytes, so that a file of them is read without a copy of each. */

export type AnyArray = Uint8Array | Uint16Array | Uint32Array | Int32Array;

const kinds = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array } as const;
type Kind = keyof typeof kinds;

/** Where an array begins behind the list, and how many entries it has. */
type Place = readonly [name: string, kind: Kind, begin: number, length: number];

/** Bytes of the largest entry. */
const step = 4;

const padded = (length: number): number => Math.ceil(length / step) * step;

/** The list of the arrays as JSON behind its length (32 bits), then the arrays; numbers are little-endian, as on all machines that are supported. */
export function packArrays(arrays: ReadonlyMap<string, AnyArray>): Uint8Array<ArrayBuffer> {
  const places: Place[] = [];
  let end = 0;
  for (const [name, array] of arrays) {
    places.push([name, kindOf(array), end, array.length]);
    end = padded(end + array.byteLength);
  }
  const list = new TextEncoder().encode(JSON.stringify(places));
  const begin = padded(step + list.length);
  const bytes = new Uint8Array(begin + end);
  new DataView(bytes.buffer).setUint32(0, list.length, true);
  bytes.set(list, step);
  for (const [at, array] of [...arrays.values()].entries())
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), begin + places[at]![2]);
  return bytes;
}

/** @returns views of the bytes @throws RangeError, SyntaxError where the bytes are cut short */
export function unpackArrays(bytes: Uint8Array<ArrayBuffer>): Map<string, AnyArray> {
  // What was read into a pool of buffers may begin anywhere.
  const own = bytes.byteOffset % step === 0 ? bytes : bytes.slice();
  const length = new DataView(own.buffer, own.byteOffset).getUint32(0, true);
  const places = JSON.parse(new TextDecoder().decode(own.subarray(step, step + length))) as Place[];
  const from = own.byteOffset + padded(step + length);
  const end = own.byteOffset + own.byteLength;
  return new Map(
    places.map(([name, kind, begin, count]) => {
      const array = new kinds[kind](own.buffer, from + begin, count);
      // Behind a short file lies what else is in the pool that it was read into.
      if (array.byteOffset + array.byteLength > end) throw new RangeError('the file is cut short');
      return [name, array];
    }),
  );
}

function kindOf(array: AnyArray): Kind {
  return (Object.keys(kinds) as Kind[]).find((kind) => array instanceof kinds[kind])!;
}
