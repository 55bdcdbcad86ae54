/** Follows the operators of a page: which text is drawn where or as nobody sees it (tiny, outside, white on white, transparent), and what annotations draw. */
import { getResolvedPDFJS } from 'unpdf';
import type { ReadBudget } from '../../file-reader.ts';
import type { PdfPage } from './open-pdf.ts';
import type { TextPiece } from './page-lines.ts';

export interface DrawnRun {
  readonly text: string;
  /** In units of the page: where it begins, and where it ends on its line. */
  readonly x: number;
  readonly y: number;
  readonly end: number;
  /** The text with the size of its letters as lines are made of it. */
  readonly piece: TextPiece;
  /** Nobody sees it. */
  readonly hidden: boolean;
  /** Id of the annotation whose appearance it is part of. */
  readonly annotation?: string;
}

type Matrix = readonly [number, number, number, number, number, number];
type Box = readonly [left: number, bottom: number, right: number, top: number];

interface Graphics {
  matrix: Matrix;
  fill: string;
  alpha: number;
  size: number;
  mode: number;
  leading: number;
}

const identity: Matrix = [1, 0, 0, 1, 0, 0];
const atStart: Graphics = { matrix: identity, fill: '#000000', alpha: 1, size: 0, mode: 0, leading: 0 };
/** Points. The smallest print has four. */
const smallestSize = 1;
/** Points beyond the edge of the page. */
const margin = 2;
/** Rendering mode without ink, which OCR programs lay over a scan. */
const withoutInk = 3;

/** All runs in the order in which they are drawn. Text without ink does not count as hidden: it is the text layer of a scan. */
export async function drawnRuns(page: PdfPage, budget: ReadBudget): Promise<DrawnRun[]> {
  const { OPS } = await getResolvedPDFJS();
  // With what is only printed or not shown at all.
  const { fnArray, argsArray } = await page.getOperatorList({ intent: 'any' });
  const walk = new PageWalk(page.view as unknown as Box);
  const steps = new Map<number, (args: readonly unknown[]) => void>(
    Object.entries(walk.steps).flatMap(([name, step]) => {
      const code = (OPS as Readonly<Record<string, number>>)[name];
      return code === undefined ? [] : [[code, step] as const];
    }),
  );
  fnArray.forEach((code, index) => {
    if (index % 1000 === 0) budget.checkTime();
    steps.get(code)?.(Array.isArray(argsArray[index]) ? (argsArray[index] as unknown[]) : []);
  });
  return walk.found;
}

class PageWalk {
  readonly found: DrawnRun[] = [];
  private readonly view: Box;
  private readonly saved: Graphics[] = [];
  /** What has been painted in other colours than white. */
  private readonly painted: Box[] = [];
  private now: Graphics = { ...atStart };
  private text: Matrix = identity;
  private line: Matrix = identity;
  private annotation: string | undefined;

  constructor(view: Box) {
    this.view = view;
  }

  /** By the names of pdf.js. */
  readonly steps: Readonly<Record<string, (args: readonly unknown[]) => void>> = {
    save: () => this.saved.push({ ...this.now }),
    restore: () => (this.now = this.saved.pop() ?? this.now),
    transform: (args) => (this.now.matrix = times(this.now.matrix, matrixOf(args))),
    paintFormXObjectBegin: ([matrix]) => {
      this.saved.push({ ...this.now });
      this.now.matrix = times(this.now.matrix, matrixOf(matrix));
    },
    paintFormXObjectEnd: () => (this.now = this.saved.pop() ?? this.now),
    beginAnnotation: ([id, , place, matrix]) => {
      this.saved.push({ ...this.now });
      this.now = { ...atStart, matrix: times(matrixOf(place), matrixOf(matrix)) };
      this.annotation = String(id);
    },
    endAnnotation: () => {
      this.now = this.saved.pop() ?? this.now;
      this.annotation = undefined;
    },
    setGState: ([states]) => {
      for (const [name, value] of (Array.isArray(states) ? states : []) as [string, unknown][])
        if (name === 'ca' && typeof value === 'number') this.now.alpha = value;
    },
    setFillRGBColor: ([colour]) => (this.now.fill = String(colour)),
    setFillColorN: () => (this.now.fill = 'pattern'),
    setFont: ([, size]) => (this.now.size = Number(size)),
    setTextRenderingMode: ([mode]) => (this.now.mode = Number(mode)),
    setLeading: ([leading]) => (this.now.leading = -Number(leading)),
    beginText: () => (this.text = this.line = identity),
    setTextMatrix: (args) => (this.text = this.line = matrixOf(args.length === 1 ? args[0] : args)),
    moveText: ([x, y]) => this.move(Number(x), Number(y)),
    setLeadingMoveText: ([x, y]) => {
      this.now.leading = Number(y);
      this.move(Number(x), Number(y));
    },
    nextLine: () => this.move(0, this.now.leading),
    showText: ([glyphs]) => this.show(Array.isArray(glyphs) ? (glyphs as unknown[]) : []),
    constructPath: ([, , box]) => this.paint(numbersOf(box)),
    paintImageXObject: () => this.paint([0, 0, 1, 1]),
    paintImageMaskXObject: () => this.paint([0, 0, 1, 1]),
    paintInlineImageXObject: () => this.paint([0, 0, 1, 1]),
    shadingFill: () => this.painted.push(this.view),
  };

  private move(x: number, y: number): void {
    this.text = this.line = times(this.line, [1, 0, 0, 1, x, y]);
  }

  private paint([left = 0, bottom = 0, right = 0, top = 0]: readonly number[]): void {
    if (isWhite(this.now.fill)) return;
    const corners = [
      [left, bottom],
      [right, bottom],
      [left, top],
      [right, top],
    ].map(([x, y]) => apply(this.now.matrix, x!, y!));
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    this.painted.push([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
  }

  private show(glyphs: readonly unknown[]): void {
    const { size } = this.now;
    const whole = times(this.now.matrix, this.text);
    let [text, advance] = ['', 0];
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') advance -= (glyph * size) / 1000;
      else if (isGlyph(glyph)) {
        text += glyph.unicode;
        advance += (glyph.width * size) / 1000;
      }
    }
    this.text = times(this.text, [1, 0, 0, 1, advance, 0]);
    if (text.trim() === '') return;
    const [x, y] = apply(whole, 0, 0);
    const [end, endY] = apply(whole, advance, 0);
    const [a, b, c, d] = whole.map((factor) => factor * size);
    this.found.push({
      ...{ text, x, y, end },
      piece: { str: text, transform: [a!, b!, c!, d!, x, y], width: Math.hypot(end - x, endY - y) },
      hidden: this.isHidden(x, y, end, size * Math.hypot(whole[2], whole[3])),
      ...(this.annotation !== undefined && { annotation: this.annotation }),
    });
  }

  private isHidden(x: number, y: number, end: number, size: number): boolean {
    const [left, bottom, right, top] = this.view;
    if (Math.abs(size) < smallestSize || this.now.alpha === 0) return true;
    if (Math.max(x, end) < left - margin || Math.min(x, end) > right + margin) return true;
    if (y < bottom - margin - Math.abs(size) || y > top + margin) return true;
    if (this.now.mode === withoutInk || !isWhite(this.now.fill)) return false;
    return !this.painted.some((box) => x >= box[0] - 1 && x <= box[2] && y >= box[1] - 1 && y <= box[3]);
  }
}

interface Glyph {
  readonly unicode: string;
  readonly width: number;
}

function isGlyph(value: unknown): value is Glyph {
  return typeof value === 'object' && value !== null && 'unicode' in value && 'width' in value;
}

/** Nearly white letters are as little seen as white ones. */
function isWhite(colour: string): boolean {
  const parts = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour);
  return parts !== null && parts.slice(1).every((part) => parseInt(part, 16) >= 0xf7);
}

function numbersOf(value: unknown): number[] {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  return Array.isArray(value) ? value.map(Number) : [];
}

function matrixOf(value: unknown): Matrix {
  const numbers = numbersOf(value);
  return numbers.length === 6 && numbers.every(Number.isFinite) ? (numbers as unknown as Matrix) : identity;
}

/** The matrix that applies `inner` first. */
function times(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** Lines of the runs: a run that goes on where the last one ended is the same line. */
export function linesOfRuns(runs: readonly DrawnRun[]): string[] {
  const lines: string[] = [];
  let last: DrawnRun | undefined;
  for (const run of runs) {
    const goesOn = last && Math.abs(run.y - last.y) < 1;
    if (goesOn) lines[lines.length - 1] += (run.x - last!.end > 1 ? ' ' : '') + run.text;
    else lines.push(run.text);
    last = run;
  }
  return lines;
}

/** Whether a piece of the ordinary text of a page is one of the runs. */
export function isHiddenPiece(transform: readonly number[], runs: readonly DrawnRun[]): boolean {
  const [x, y] = [transform[4]!, transform[5]!];
  return runs.some(
    (run) => Math.abs(run.y - y) < 0.6 && x >= Math.min(run.x, run.end) - 0.6 && x <= Math.max(run.x, run.end) + 0.6,
  );
}
