/** Tesseract in WebAssembly, from installed packages alone: decodes pictures to grey values and reads the words in them. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { GreyPicture } from './grey-picture.ts';
import { colourValues, greyValues, pixAt, type ColourPicture, type Pix } from './pix.ts';

export interface OcrWord {
  readonly text: string;
  /** Pixels, of the picture that was read. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 100. */
  readonly confidence: number;
}

export interface OcrEngine {
  /** @returns undefined where it is no picture that it can decode (it takes PNG, JPEG, GIF, BMP, TIFF, WebP and Netpbm) */
  decode(picture: Uint8Array): GreyPicture | undefined;
  /** The same in colour, on white where it is transparent, and made smaller where it has more than two million pixels. */
  decodeColours(picture: Uint8Array): ColourPicture | undefined;
  words(picture: GreyPicture): OcrWord[];
  /** Bytes of memory that the engine has taken; they are never given back. */
  readonly memoryBytes: number;
}

/** English is a dependency; Spanish is read as such where its data package is installed as well, and as English otherwise. */
const wantedLanguages = ['eng', 'spa'];
const fastIntegers = '4.0.0_best_int';

interface TesseractApi {
  Init(path: null, languages: string, mode: number): number;
  SetVariable(name: string, value: string): boolean;
  SetImageFile(exifOrientation: number, angle: number): number;
  SetSourceResolution(dotsPerInch: number): void;
  GetInputImage(): object;
  GetTSVText(page: number): string;
  Clear(): void;
}
interface TesseractModule {
  readonly FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => TesseractApi;
}
/** Of the runtime; the compiler's libraries do not declare it. */
interface Memory {
  readonly buffer: ArrayBuffer;
}
interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}
interface Runtime {
  readonly Memory: new (limits: object) => Memory;
  instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: Instance }>;
}
const { WebAssembly: runtime } = globalThis as unknown as { readonly WebAssembly: Runtime };

type LoadModule = (options: object) => Promise<TesseractModule>;

const neuralNetworkOnly = '1';
/** Text in any place and order; rows are put together by `word-rows.ts`, because a table has no columns of prose. */
const sparseText = '11';
/** Only used for guesses about the size of letters. */
const assumedDotsPerInch = 200;

/** @throws Error where a package is missing or damaged */
export async function openOcrEngine(languages: readonly string[] = wantedLanguages): Promise<OcrEngine> {
  const require = createRequire(import.meta.resolve('tesseract.js/package.json'));
  const script = require.resolve('tesseract.js-core/tesseract-core-simd-lstm.js');
  const load = require(script) as LoadModule;
  let memory: Memory | undefined;
  const silent = (): void => undefined; // what it prints may quote the picture
  const module = await load({
    print: silent,
    printErr: silent,
    instantiateWasm(imports: object, done: (instance: Instance) => void) {
      void runtime.instantiate(readFileSync(script.replace(/\.js$/, '.wasm')), imports).then(({ instance }) => {
        memory = Object.values(instance.exports).find((value) => value instanceof runtime.Memory);
        done(instance);
      });
      return {};
    },
  });
  if (!memory) throw new Error('the OCR engine has no memory');
  const installed = languages.filter((language) => language === 'eng' || isInstalled(language));
  for (const language of installed)
    module.FS.writeFile(`/${language}.traineddata`, gunzipSync(readFileSync(dataOf(language))));
  const api = new module.TessBaseAPI();
  if (api.Init(null, installed.join('+'), Number(neuralNetworkOnly)) !== 0)
    throw new Error('the OCR engine does not take its language data');
  api.SetVariable('tessedit_pageseg_mode', sparseText);
  return engineOf(module, api, memory);
}

function isInstalled(language: string): boolean {
  try {
    return existsSync(dataOf(language));
  } catch {
    return false; // the package cannot be resolved
  }
}

function dataOf(language: string): string {
  const folder = dirname(fileURLToPath(import.meta.resolve(`@tesseract.js-data/${language}/package.json`)));
  return join(folder, fastIntegers, `${language}.traineddata.gz`);
}

function engineOf(module: TesseractModule, api: TesseractApi, memory: Memory): OcrEngine {
  const show = (file: Uint8Array): boolean => {
    module.FS.writeFile('/input', file);
    const shown = api.SetImageFile(exifOrientation(file), 0) === 0;
    module.FS.unlink('/input');
    return shown;
  };
  const decoded = <Picture>(file: Uint8Array, take: (pix: Pix) => Picture | undefined): Picture | undefined => {
    if (!show(file)) return undefined;
    // The only property of the wrapper is the address of the C structure.
    const [address] = Object.values(api.GetInputImage()) as [number];
    const picture = take(pixAt(memory.buffer, address));
    api.Clear();
    return picture;
  };
  return {
    decode: (picture) => decoded(picture, greyValues),
    decodeColours: (picture) => decoded(picture, colourValues),
    words(picture) {
      const head = Buffer.from(`P5\n${picture.width} ${picture.height}\n255\n`, 'latin1');
      if (!show(Buffer.concat([head, picture.values]))) return [];
      api.SetSourceResolution(assumedDotsPerInch);
      const words = api.GetTSVText(0).split('\n').flatMap(wordOf);
      api.Clear();
      return words;
    },
    get memoryBytes() {
      return memory.buffer.byteLength;
    },
  };
}

/** Tag 274 in the first directory of Exif: how the camera was held. Leptonica does not look at it by itself. */
function exifOrientation(file: Uint8Array): number {
  const head = Buffer.from(file.buffer, file.byteOffset, Math.min(file.length, 65_536));
  if (head[0] !== 0xff || head[1] !== 0xd8) return 1;
  const exif = head.indexOf('Exif\0\0', 0, 'latin1');
  if (exif < 0 || exif + 14 > head.length) return 1;
  const tiff = head.subarray(exif + 6);
  const little = tiff[0] === 0x49;
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return 1;
  for (let at = directory + 2, left = short(directory); left > 0 && at + 12 <= tiff.length; left -= 1, at += 12)
    if (short(at) === 274) return Math.min(Math.max(short(at + 8), 1), 8);
  return 1;
}

/** A line of Tesseract's table: level 5 is a word; columns 6 to 9 its box, 10 the confidence, 11 the text. */
function wordOf(line: string): OcrWord[] {
  const cells = line.split('\t');
  const text = cells[11]?.trim() ?? '';
  if (cells[0] !== '5' || text === '') return [];
  const [left, top, width, height, confidence] = cells.slice(6, 11).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return [{ text, left, top, width, height, confidence }];
}
