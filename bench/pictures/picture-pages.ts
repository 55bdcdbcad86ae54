/** Pages for Chromium that look like what leaves as a picture: screenshots, scans and phone photographs of class lists. */
import { classList, numbersFrom, type ListRow } from './class-lists.ts';

export type PictureKind = 'screenshot' | 'scan' | 'photo';

export interface PicturePage {
  readonly kind: PictureKind;
  readonly language: 'en' | 'es';
  readonly rows: readonly ListRow[];
  readonly html: string;
  /** Of the window, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture for each CSS pixel. */
  readonly scale: number;
  /** Quality of the JPEG; undefined for a PNG. */
  readonly quality: number | undefined;
  /** What makes it hard, in words. */
  readonly traits: readonly string[];
}

const fonts = ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Mono', 'DejaVu Sans Condensed', 'DejaVu Serif Condensed'];

export function picturePage(seed: number, kind: PictureKind): PicturePage {
  const random = numbersFrom(seed * 7919 + kind.length);
  const language = random() < 0.25 ? 'es' : 'en';
  const make = { screenshot, scan, photo }[kind];
  return { kind, language, ...make(random, language) };
}

type Made = Omit<PicturePage, 'kind' | 'language'>;

const between = (random: () => number, from: number, to: number): number => from + random() * (to - from);
const oneOf = <T>(random: () => number, items: readonly T[]): T => items[Math.floor(random() * items.length)]!;

function screenshot(random: () => number, language: 'en' | 'es'): Made {
  const rows = classList(random, language, Math.round(between(random, 4, 12)));
  const dark = random() < 0.2;
  const grid = random() < 0.5;
  const zebra = random() < 0.4;
  const size = oneOf(random, [11, 12, 13, 14, 16]);
  const [paper, ink, edge, band] = dark
    ? ['#1e2228', '#d5dae2', '#444a55', '#282d35']
    : ['#ffffff', oneOf(random, ['#000', '#333', '#555']), '#c8ccd4', '#f0f3f8'];
  const style = `body{margin:0;background:${paper};color:${ink};font:${size}px "${oneOf(random, fonts)}"}
    header{background:#1f5fa8;color:#fff;padding:10px 16px;font-size:${size + 3}px}
    table{margin:16px;border-collapse:collapse}td,th{padding:${Math.round(between(random, 2, 8))}px 10px;text-align:left;
    ${grid ? `border:1px solid ${edge}` : ''}}${zebra ? `tr:nth-child(even){background:${band}}` : ''}`;
  return {
    rows,
    html: page(style, `<header>Student Information – Room 12</header>${table(rows)}`),
    width: 900,
    height: 520,
    scale: oneOf(random, [1, 1, 1, 1.5, 2]),
    quality: random() < 0.4 ? Math.round(between(random, 45, 85)) : undefined,
    traits: [...(dark ? ['dark'] : []), ...(grid ? ['grid'] : []), `${size} px`],
  };
}

function scan(random: () => number, language: 'en' | 'es'): Made {
  const rows = classList(random, language, Math.round(between(random, 8, 22)));
  const turn = random() < 0.1 ? 90 : random() < 0.1 ? 180 : 0;
  const tilt = between(random, -2.5, 2.5);
  const grid = random() < 0.5;
  const size = oneOf(random, [13, 14, 15, 17]);
  const style = `body{margin:0;background:#fff}
    main{width:794px;height:1123px;box-sizing:border-box;padding:60px;transform:rotate(${tilt + turn}deg);
    font:${size}px "${oneOf(random, fonts)}";color:${oneOf(random, ['#111', '#333', '#555'])}}
    td,th{padding:4px 8px;text-align:left;${grid ? 'border:1px solid #555' : ''}}table{border-collapse:collapse}
    ${noiseStyle(between(random, 0.05, 0.25))}`;
  return {
    rows,
    html: page(style, `<main><h2>Class list</h2>${table(rows)}</main>${noise}`),
    width: 794,
    height: 1123,
    scale: oneOf(random, [1.55, 2.1]), // 150 and 200 dots per inch
    quality: Math.round(between(random, 35, 75)),
    traits: [...(turn === 0 ? [] : [`${turn}°`]), ...(grid ? ['grid'] : [])],
  };
}

function photo(random: () => number, language: 'en' | 'es'): Made {
  const rows = classList(random, language, Math.round(between(random, 6, 14)));
  const grid = random() < 0.5;
  const blur = between(random, 0, 0.7);
  const turn = `perspective(1600px) rotateX(${between(random, -14, 14)}deg) rotateY(${between(random, -14, 14)}deg) rotate(${between(random, -6, 6)}deg)`;
  const style = `body{margin:0;background:linear-gradient(100deg,#6b4a2f,#8d6b48 40%,#5d4028);overflow:hidden}
    main{position:absolute;left:120px;top:50px;width:760px;height:560px;box-sizing:border-box;padding:36px;background:#f4f1ea;
    color:#2a2a2a;font:${oneOf(random, [15, 16, 18])}px "${oneOf(random, fonts)}";transform:${turn};filter:blur(${blur}px)}
    td,th{padding:4px 8px;text-align:left;${grid ? 'border:1px solid #777' : ''}}table{border-collapse:collapse}
    .shade{position:absolute;inset:0;background:radial-gradient(circle at ${between(random, 10, 90)}% ${between(random, 0, 100)}%,
    rgba(0,0,0,0) 20%,rgba(0,0,0,${between(random, 0.2, 0.6)}) 90%)}
    .hand{position:absolute;left:${between(random, 0, 60)}%;top:-20%;width:45%;height:150%;background:rgba(0,0,0,${between(random, 0.05, 0.35)});
    filter:blur(30px);transform:rotate(${between(random, -30, 30)}deg)}${noiseStyle(between(random, 0.05, 0.2))}`;
  return {
    rows,
    html: page(
      style,
      `<main><h3>Room 12</h3>${table(rows)}</main><div class=shade></div><div class=hand></div>${noise}`,
    ),
    width: 1000,
    height: 700,
    scale: oneOf(random, [1.6, 2, 3]),
    quality: Math.round(between(random, 50, 85)),
    traits: [`blur ${blur.toFixed(1)}`, ...(grid ? ['grid'] : [])],
  };
}

function page(style: string, body: string): string {
  return `<!doctype html><meta charset=utf-8><style>${style}</style><body>${body}`;
}

function table(rows: readonly ListRow[]): string {
  const line = ({ name, born, street, phone }: ListRow): string =>
    `<tr><td>${name}</td><td>${born}</td><td>${street}</td><td>${phone}</td></tr>`;
  return `<table><tr><th>Student</th><th>Born</th><th>Address</th><th>Phone</th></tr>${rows.map(line).join('')}</table>`;
}

const noise =
  '<svg class=noise><filter id=n><feTurbulence type="fractalNoise" baseFrequency="0.9"/></filter><rect width="100%" height="100%" filter="url(#n)"/></svg>';
const noiseStyle = (strength: number): string =>
  `.noise{position:absolute;inset:0;width:100%;height:100%;opacity:${strength.toFixed(2)};mix-blend-mode:multiply;filter:grayscale(1)}`;
