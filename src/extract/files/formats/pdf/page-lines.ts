/** Puts the pieces of text of a PDF page into lines in reading order: rows of tables stay rows, columns of prose stay columns. */

/** A piece of text of pdf.js. */
export interface TextPiece {
  readonly str: string;
  /** Font matrix: a, b, c, d, x, y in page units, y upwards. */
  readonly transform: readonly number[];
  readonly width: number;
}

interface Chunk {
  /** Extent along the line. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Position of its first piece in the order of the page. */
  readonly order: number;
}
interface Line {
  readonly chunks: Chunk[];
}
interface Placed {
  readonly along: number;
  readonly end: number;
  readonly across: number;
  readonly size: number;
  readonly text: string;
  readonly order: number;
}

// In units of the font's size.
const sameLine = 0.4;
const wordGap = 0.17;
const cellGap = 1.4;
/** Columns of prose have at least this many lines, with at least this many characters on average. */
const columnLines = 5;
const columnCharacters = 25;
const maxChunks = 8;
/** Average number of looks at a line of a page in search of columns. */
const maxLooks = 64;

/** Lines from top to bottom, with tabs between cells. Text in another direction follows. */
export function pageLines(pieces: readonly TextPiece[]): string[] {
  const byDirection = new Map<number, Placed[]>();
  pieces.forEach((piece, order) => {
    const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = piece.transform;
    if (piece.str.trim() === '' || !Number.isFinite(x + y + piece.width)) return;
    const direction = Math.round((Math.atan2(b, a) * 180) / Math.PI / 5) * 5;
    const angle = (direction * Math.PI) / 180;
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    const across = y * Math.cos(angle) - x * Math.sin(angle);
    const size = Math.max(Math.hypot(c, d) || Math.hypot(a, b), 0.1);
    const placed = { along, end: along + Math.abs(piece.width), across, size, text: piece.str, order };
    const known = byDirection.get(direction);
    if (known) known.push(placed);
    else byDirection.set(direction, [placed]);
  });
  return [...byDirection.entries()]
    .sort(([one], [other]) => Math.abs(one) - Math.abs(other))
    .flatMap(([, placed]) => readingOrder(linesOf(placed)));
}

function linesOf(pieces: Placed[]): Line[] {
  pieces.sort((one, other) => other.across - one.across || one.order - other.order);
  const lines: Line[] = [];
  let current: Placed[] = [];
  for (const piece of pieces) {
    const first = current[0];
    if (first && Math.abs(first.across - piece.across) > sameLine * Math.max(first.size, piece.size)) {
      lines.push({ chunks: chunksOf(current) });
      current = [];
    }
    current.push(piece);
  }
  if (current.length > 0) lines.push({ chunks: chunksOf(current) });
  return lines;
}

function chunksOf(pieces: Placed[]): Chunk[] {
  pieces.sort((one, other) => one.along - other.along || one.order - other.order);
  const chunks: Chunk[] = [];
  let texts: string[] = [];
  let from = 0;
  let to = 0;
  let order = 0;
  const close = () => {
    if (texts.length > 0) chunks.push({ from, to, order, text: texts.join('').replace(/\s+/g, ' ').trim() });
    texts = [];
  };
  for (const piece of pieces) {
    const gap = texts.length === 0 ? 0 : (piece.along - to) / piece.size;
    if (gap > cellGap) close();
    if (texts.length === 0) ({ along: from, end: to, order } = piece);
    else if (gap > wordGap) texts.push(' ');
    texts.push(piece.text);
    to = Math.max(to, piece.end);
    order = Math.min(order, piece.order);
  }
  close();
  return chunks;
}

function readingOrder(lines: readonly Line[]): string[] {
  const out: string[] = [];
  let index = 0;
  // Each line of a table begins a new search, which takes too long on a page with very many lines.
  let work = lines.length * maxLooks;
  while (index < lines.length) {
    const columns = work > 0 ? columnsAt(lines, index) : undefined;
    if (columns?.isProse) {
      out.push(...readingOrder(columns.left), ...readingOrder(columns.right));
      index += columns.count;
    } else {
      if (columns) work -= columns.count;
      const text = lines[index]!.chunks.map((chunk) => chunk.text).join('\t');
      if (text !== '') out.push(text);
      index += 1;
    }
  }
  return out;
}

interface Columns {
  readonly left: Line[];
  readonly right: Line[];
  /** Lines of the page that the columns take. */
  readonly count: number;
  readonly isProse: boolean;
}

/** Finds two columns of prose side by side: a gutter that no line crosses, with all of the left side written before the right. */
function columnsAt(lines: readonly Line[], start: number): Columns | undefined {
  const { chunks } = lines[start]!;
  if (chunks.length < 2 || chunks.length > maxChunks) return undefined;
  let longest: Columns | undefined;
  for (let gap = 0; gap + 1 < chunks.length; gap += 1) {
    const found = followGutter(lines, start, chunks[gap]!.to, chunks[gap + 1]!.from);
    if (found.isProse) return found;
    if (!longest || found.count > longest.count) longest = found;
  }
  return longest;
}

function followGutter(lines: readonly Line[], start: number, left: number, right: number): Columns {
  const sides = { left: [] as Line[], right: [] as Line[] };
  let count = 0;
  for (let index = start; index < lines.length; index += 1) {
    const { chunks } = lines[index]!;
    if (chunks.length > maxChunks) break;
    const before = chunks.filter((chunk) => chunk.to <= right);
    const after = chunks.filter((chunk) => chunk.from >= left && !before.includes(chunk));
    const edge = Math.max(left, ...before.map((chunk) => chunk.to));
    const next = Math.min(right, ...after.map((chunk) => chunk.from));
    if (before.length + after.length < chunks.length || next <= edge) break;
    left = edge;
    right = next;
    if (before.length > 0) sides.left.push({ chunks: before });
    if (after.length > 0) sides.right.push({ chunks: after });
    count += 1;
  }
  const inOrder = lastOrder(sides.left) < firstOrder(sides.right);
  return { ...sides, count, isProse: inOrder && isProse(sides.left) && isProse(sides.right) };
}

function isProse(lines: readonly Line[]): boolean {
  if (lines.length < columnLines) return false;
  const characters = lines.reduce(
    (sum, { chunks }) => sum + chunks.reduce((length, { text }) => length + text.length, 0),
    0,
  );
  return characters >= columnCharacters * lines.length;
}

function firstOrder(lines: readonly Line[]): number {
  return lines.reduce((first, { chunks }) => Math.min(first, ...chunks.map(({ order }) => order)), Infinity);
}

function lastOrder(lines: readonly Line[]): number {
  return lines.reduce((last, { chunks }) => Math.max(last, ...chunks.map(({ order }) => order)), -1);
}
