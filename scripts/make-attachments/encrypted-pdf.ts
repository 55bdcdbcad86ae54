/** Encrypts a PDF that is made here: every string and every stream, as the standard security handler does. */
import { createCipheriv, createHash } from 'node:crypto';
import { assemblePdf } from './pdf.ts';

/** Versions of the handler: RC4 with 40 and 128 bits, AES with 128 and 256 bits (ISO 32000-1 7.6, Adobe extension level 3). */
export const pdfMethods = ['rc4-40', 'rc4-128', 'aes-128', 'aes-256'] as const;
export type PdfMethod = (typeof pdfMethods)[number];

interface Handler {
  readonly dictionary: string;
  readonly seal: (data: Buffer, object: number) => Buffer;
}

const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const id = Buffer.from('0123456789abcdef');
const vector = Buffer.alloc(16, 5);
const hex = (bytes: Buffer): string => `<${bytes.toString('hex')}>`;
const md5 = (...pieces: readonly Buffer[]): Buffer => createHash('md5').update(Buffer.concat(pieces)).digest();

/**
 * @param file as `assemblePdf` makes it
 * @param user password that opens the file; with an empty one, anybody can
 */
export function encryptPdf(file: Buffer, method: PdfMethod, user: string, owner = 'Owner-77'): Buffer {
  const { dictionary, seal } = method === 'aes-256' ? longHandler(user, owner) : shortHandler(method, user, owner);
  const objects = [...file.toString('latin1').matchAll(/^(\d+) 0 obj\n([^]*?)\nendobj$/gm)].map(([, number, object]) =>
    sealed(object!, (data) => seal(data, Number(number))),
  );
  const info = objects.pop()!;
  const text = assemblePdf([...objects, dictionary, info]).toString('latin1');
  const trailer = `/Encrypt ${objects.length + 1} 0 R /ID [${hex(id)} ${hex(id)}] /Info`;
  return Buffer.from(text.replace('/Info', trailer), 'latin1');
}

function sealed(object: string, seal: (data: Buffer) => Buffer): string {
  const [dictionary, content] = object.split(/\nstream\n|\nendstream$/);
  const strings = dictionary!
    .replace(/\(((?:[^()\\]|\\.)*)\)/g, (_, literal: string) =>
      hex(seal(Buffer.from(literal.replace(/\\(.)/g, '$1'), 'latin1'))),
    )
    // Strings that were written in hexadecimal digits are too few here to be worth it.
    .replace(/\/Length \d+/, '/Length #');
  if (content === undefined) return strings;
  const data = seal(Buffer.from(content, 'latin1'));
  return `${strings.replace('#', String(data.length))}\nstream\n${data.toString('latin1')}\nendstream`;
}

/** Revisions 2 to 4. */
function shortHandler(method: Exclude<PdfMethod, 'aes-256'>, user: string, owner: string): Handler {
  const [revision, size] = method === 'rc4-40' ? [2, 5] : [method === 'aes-128' ? 4 : 3, 16];
  const rounds = revision > 2 ? 50 : 0;
  const again = revision > 2 ? 20 : 1;
  const padded = (password: string): Buffer =>
    Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32);
  const repeated = (first: Buffer): Buffer =>
    Array.from({ length: rounds })
      .reduce<Buffer>((hash) => md5(hash.subarray(0, size)), first)
      .subarray(0, size);
  const chain = (key: Buffer, data: Buffer): Buffer =>
    Array.from({ length: again }).reduce<Buffer>(
      (last, _, round) =>
        rc4(
          key.map((byte) => byte ^ round),
          last,
        ),
      data,
    );
  const ownerEntry = chain(repeated(md5(padded(owner))), padded(user));
  const key = repeated(md5(padded(user), ownerEntry, Buffer.from([0xfc, 0xff, 0xff, 0xff]), id));
  const check = chain(key, revision > 2 ? md5(padding, id) : padding);
  const userEntry = Buffer.concat([check, Buffer.alloc(16)]).subarray(0, 32);
  const filters = '/CF << /StdCF << /CFM /AESV2 /AuthEvent /DocOpen /Length 16 >> >> /StmF /StdCF /StrF /StdCF';
  const version = { 2: '/V 1', 3: '/V 2 /Length 128', 4: `/V 4 /Length 128 ${filters}` }[revision]!;
  return {
    dictionary: `<< /Filter /Standard ${version} /R ${revision} /O ${hex(ownerEntry)} /U ${hex(userEntry)} /P -4 >>`,
    seal: (data, object) => {
      const number = Buffer.from([object, object >> 8, object >> 16, 0, 0]);
      const own = md5(key, number, Buffer.from(method === 'aes-128' ? 'sAlT' : '')).subarray(0, Math.min(16, size + 5));
      return method === 'aes-128' ? aes('aes-128-cbc', own, data) : rc4(own, data);
    },
  };
}

/** Revision 5. */
function longHandler(user: string, owner: string): Handler {
  const hash = (...pieces: readonly (string | Buffer)[]): Buffer =>
    createHash('sha256')
      .update(Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))))
      .digest();
  const [check, salt] = [Buffer.from('checksal'), Buffer.from('keysalt.')];
  const key = hash('the key of the file');
  const sealKey = (by: Buffer): Buffer =>
    createCipheriv('aes-256-cbc', by, Buffer.alloc(16)).setAutoPadding(false).update(key);
  const userEntry = Buffer.concat([hash(user, check), check, salt]);
  const ownerEntry = Buffer.concat([hash(owner, check, userEntry), check, salt]);
  const entries = `/O ${hex(ownerEntry)} /OE ${hex(sealKey(hash(owner, salt, userEntry)))} /U ${hex(userEntry)} /UE ${hex(sealKey(hash(user, salt)))}`;
  const filters = '/CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF /StrF /StdCF';
  return {
    dictionary: `<< /Filter /Standard /V 5 /R 5 /Length 256 ${filters} ${entries} /Perms ${hex(Buffer.alloc(16))} /P -4 >>`,
    seal: (data) => aes('aes-256-cbc', key, data),
  };
}

function aes(name: 'aes-128-cbc' | 'aes-256-cbc', key: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv(name, key, vector);
  return Buffer.concat([vector, cipher.update(data), cipher.final()]);
}

export function rc4(key: Uint8Array, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  let other = 0;
  for (let index = 0; index < 256; index += 1) {
    other = (other + state[index]! + key[index % key.length]!) & 255;
    [state[index], state[other]] = [state[other]!, state[index]!];
  }
  let first = 0;
  let second = 0;
  return Buffer.from(data).map((byte) => {
    first = (first + 1) & 255;
    second = (second + state[first]!) & 255;
    [state[first], state[second]] = [state[second]!, state[first]!];
    return byte ^ state[(state[first]! + state[second]!) & 255]!;
  }) as Buffer;
}
