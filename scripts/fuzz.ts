/**
 * `npm run fuzz`: mutates mails and the files in them, and scans each in the limited workers as the gateway does. Inputs that
 * take longer than 10 s, use more memory than allowed, or end a worker are saved as files. Put them into test/attachments/finds as tests.
 *
 *   npm run fuzz -- [--minutes 10] [--seed 1] [--keep fuzz-finds]
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { loadConfig } from '../src/config/load-config.ts';
import { createScanPool } from '../src/workers/scan-pool.ts';
import { codeOf } from '../src/errors/hallpass-error.ts';
import { plantedInEncodings } from '../test/contract/evasion/encodings.ts';
import { plantedInFiles } from '../test/contract/evasion/files.ts';
import { plantedInHtml } from '../test/contract/evasion/html.ts';
import { planted } from '../test/contract/evasion/messages.ts';
import {
  ePub,
  iWork,
  lockFile,
  oldVisio,
  oneNote,
  outlookMailbox,
  publisher,
  shortcut,
  thumbnails,
  visio,
} from './make-attachments/other-documents.ts';
import { encryptPdf, pdfMethods } from './make-attachments/encrypted-pdf.ts';
import { pdfRows, plantedRows } from './make-attachments/planted-rows.ts';
import { rar4File, rar5File } from './make-attachments/rar-file.ts';
import { edifact, hl7, x12 } from './make-attachments/segment-files.ts';
import { dbaseFile, tableFiles } from './make-attachments/table-files.ts';
import { tarFile } from './make-attachments/tar-file.ts';
import { zipFile } from './make-attachments/zip-file.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string', default: 'fuzz-finds' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
/** More finds than this at once have the same cause. */
const maxFinds = 20;
const endsAt = Date.now() + Number(values.minutes) * 60_000;

/** Mulberry32: the same seed gives the same mutations on every machine. */
function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

interface Seed {
  readonly name: string;
  readonly bytes: Buffer;
  /** A mail, or a file to attach to one. */
  readonly isMail: boolean;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
}

const file = (name: string, bytes: Buffer): Seed => ({ name, bytes, isMail: false });
const documents = filesUnder(join(root, 'test/attachments/files')).map((name) => file(name, readFileSync(name)));
/** Archives of documents and of archives that are made here; archives of other programs are fixtures. */
function archives(): Seed[] {
  const two = Object.fromEntries(documents.slice(0, 2).map(({ name, bytes }) => [name.split('/').at(-1)!, bytes]));
  const zip = zipFile({ ...two, 'list.csv': 'name,phone\nA,1\nB,2\n' });
  const tar = tarFile([
    { name: 'a.txt', data: 'hello' },
    { name: 'x', type: 'x', data: '16 path=long.txt\n' },
    { name: 'inner.zip', data: zip },
  ]);
  return [
    file('two.zip', zip),
    file('nested.zip', zipFile({ 'inner.zip': zip, 'mail.eml': 'From: a@b.example\r\nSubject: x\r\n\r\nhello' })),
    file('two.tar', tar),
    file('two.tar.gz', gzipSync(tar)),
    ...filesUnder(join(root, 'fixtures/archives')).map((name) => file(name, readFileSync(name))),
  ];
}

/** Tables in text formats, documents of less common programs, pictures with text. */
function otherFiles(): Seed[] {
  const table = [
    ['Last name', 'First name', 'Phone', 'Street'],
    ['Ortega', 'Selma', '414-555-0171', "18 O'Hare Lane"],
    ['Haddad', 'Karim', '414-555-0172', '77 Cliff Road'],
  ];
  const pictures = filesUnder(join(root, 'fixtures/pictures'));
  const others = [
    oneNote(),
    publisher(),
    visio(),
    oldVisio(),
    iWork(),
    ePub(),
    outlookMailbox(),
    lockFile(),
    shortcut(),
    thumbnails(readFileSync(pictures[0]!)),
  ];
  return [
    ...Object.entries(tableFiles(table)).map(([name, content]) => file(name, Buffer.from(content))),
    file('students.dbf', dbaseFile(table.slice(1), false)),
    ...others.map(({ name, bytes }) => file(name, bytes)),
    ...pictures.map((name) => file(name, readFileSync(name))),
    ...plantedRows().map(({ where, bytes }) => file(where, bytes)),
  ];
}

/** Files that open with a password of the mail around them or with none, and messages of segments. */
function lockedFiles(): Seed[] {
  const password = 'Maple-42';
  const files = { 'a.txt': 'hello', 'list.csv': 'name,phone\nA,1\nB,2\n' };
  return [
    ...pdfMethods.map((method, nth) => file(`${method}.pdf`, encryptPdf(pdfRows()[nth + 8]!.bytes, method, ''))),
    file('locked.rar', rar5File(files, { password })),
    file('hidden.rar', rar5File(files, { password, hidesNames: true })),
    file('locked4.rar', rar4File(files, { password })),
    file('hidden4.rar', rar4File(files, { password, hidesNames: true })),
  ];
}

function segmentFiles(): Seed[] {
  const person = { given: 'Selma', family: 'Ortega', street: "18 O'Hare Lane", phone: '414-555-0171' };
  const messages = { 'a.hl7': hl7('PID', person), 'a.834': x12(person), 'a.edi': edifact(person) };
  return Object.entries(messages).map(([name, text]) => file(name, Buffer.from(text)));
}

const seeds: readonly Seed[] = [
  ...Object.entries({ ...planted, ...plantedInHtml, ...plantedInEncodings, ...plantedInFiles }).map(
    ([name, { raw }]) => ({ name, bytes: raw, isMail: true }),
  ),
  ...filesUnder(join(root, 'fixtures/mime')).map((name) => ({ name, bytes: readFileSync(name), isMail: true })),
  ...filesUnder(join(root, 'test/attachments/finds')).map((name) => ({
    name,
    bytes: readFileSync(name),
    isMail: true,
  })),
  ...documents,
  ...archives(),
  ...otherFiles(),
  ...lockedFiles(),
  ...segmentFiles(),
];

const files = seeds.filter(({ isMail }) => !isMail);

/** Content that tends to break readers: extreme numbers, keywords of the formats, repetition. */
const tokens = [
  '\x00\x00\x00\x00',
  '\xff\xff\xff\xff',
  '\xff\xff\xff\x7f',
  'PK\x03\x04',
  'PK\x01\x02',
  'PK\x05\x06',
  '<!DOCTYPE a [<!ENTITY b "cccccccc">]>&b;',
  '<w:t>',
  '</w:p>',
  '\r\n\r\n',
  '--b1\r\n',
  'Content-Type: multipart/mixed; boundary=b1\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'obj << /Type /Pages /Kids [1 0 R] >>',
  'stream\r\n',
  '/ActualText (',
  '<xfa:datasets>',
  ' 0 Tf 1 1 1 rg ',
  'P5\n9999 9999\n255\n',
  '=?utf-8?B?',
  '{\\rtf1{\\*\\',
  '99999999999',
  '-1',
].map((token) => Buffer.from(token, 'latin1'));

function mutate(source: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(source);
  for (let step = 1 + random(6); step > 0; step -= 1) {
    const at = random(bytes.length + 1);
    const length = 1 + random(Math.min(200, bytes.length + 1));
    switch (random(8)) {
      case 0: // flipped bits
        for (let n = 1 + random(8); n > 0 && bytes.length > 0; n -= 1) bytes[random(bytes.length)]! ^= 1 << random(8);
        break;
      case 1: // a piece cut out
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 2: // the end cut off
        bytes = bytes.subarray(0, at);
        break;
      case 3: // a piece repeated
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          ...Array.from({ length: 1 + random(50) }, () => bytes.subarray(at, at + length)),
          bytes.subarray(at),
        ]);
        break;
      case 4: // a piece of another seed
        {
          const other = seeds[random(seeds.length)]!.bytes;
          const from = random(other.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + length * 4), bytes.subarray(at)]);
        }
        break;
      case 5: // a number made extreme
        if (bytes.length > 4) bytes.writeUInt32LE([0, 1, 0x7fffffff, 0xffffffff][random(4)]!, random(bytes.length - 4));
        break;
      default: {
        const token = tokens[random(tokens.length)]!;
        bytes = Buffer.concat([bytes.subarray(0, at), token, bytes.subarray(at + (random(2) ? token.length : 0))]);
      }
    }
  }
  return bytes.subarray(0, 2_000_000);
}

function inMail(bytes: Buffer, name: string): Buffer {
  return Buffer.from(
    `From: a@school.example\r\nTo: b@out.example\r\nSubject: password: Maple-42\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
  );
}

const { config } = loadConfig({ env: {}, overrides: {} });
const pool = createScanPool({ ...config, scan: { ...config.scan, timeoutMs: 10_000, threads: 2 } });
await pool.ready();

let run = Number(values.seed);
let scanned = 0;
let slowestMs = 0;
const finds: string[] = [];
const reasons = new Map<string, number>();

async function fuzzOne(): Promise<void> {
  const number = run++;
  const random = createRandom(number);
  // Half of the inputs are files: there are fewer files than mails, but their readers are more code.
  const from = random(2) === 0 ? files : seeds;
  const seed = from[random(from.length)]!;
  const mutated = mutate(seed.bytes, random);
  const raw = seed.isMail ? mutated : inMail(mutated, 'file.bin');
  try {
    const result = await pool.run({
      raw: Uint8Array.from(raw),
      sender: 'a@school.example',
      recipients: ['b@out.example'],
    });
    scanned += 1;
    slowestMs = Math.max(slowestMs, result.ms);
    for (const { reason } of result.unread) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (result.failures.length > 0) keep(number, seed.name, raw, result.failures[0]!.code);
  } catch (error) {
    keep(number, seed.name, raw, codeOf(error));
  }
}

function keep(number: number, from: string, raw: Buffer, code: string): void {
  mkdirSync(values.keep, { recursive: true });
  const kept = join(values.keep, `${code}-${number}.eml`);
  writeFileSync(kept, raw);
  finds.push(kept);
  console.log(`seed ${number} (from ${from.split('/').at(-1)}): ${code}, saved as ${kept}`);
}

async function lane(): Promise<void> {
  while (Date.now() < endsAt && finds.length < maxFinds) await fuzzOne();
}
await Promise.all([lane(), lane(), lane(), lane()]);
await pool.close();

const unread = [...reasons].map(([reason, count]) => `${reason} ${count}`).join(', ');
console.log(
  `${scanned} mutated messages from ${seeds.length} seeds scanned (seeds ${values.seed} to ${run - 1}), slowest ${Math.round(slowestMs)} ms; unread parts: ${unread || 'none'}; ${finds.length} finds.`,
);
if (finds.length > 0) process.exitCode = 1;
