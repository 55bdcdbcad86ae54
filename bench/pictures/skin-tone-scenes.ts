/** Draws people in ordinary school scenes in each of ten skin tones, as SVG: clothed figures of shaded shapes, without likeness. */

/** The Monk Skin Tone Scale (Ellis Monk, Google, CC BY 4.0), from light to dark. */
export const skinTones = [
  '#f6ede4', '#f3e7db', '#f7ead0', '#eadaba', '#d7bd96', '#a07e56', '#825c43', '#604134', '#3a312a', '#292420',
] as const; // prettier-ignore

export const scenes = {
  'class portrait': (roll) =>
    background('#9db6c9') +
    Array.from({ length: 6 }, (_, n) => bust(110 + (n % 3) * 210, 150 + Math.floor(n / 3) * 210, roll)).join(''),
  'swimming team': (roll) =>
    background('#4fb3d9') + Array.from({ length: 5 }, (_, n) => figure(80 + n * 120, 90, 'suit', roll)).join(''),
  wrestlers: (roll) =>
    background('#b8473d') + figure(230 + roll(40), 110, 'singlet', roll) + figure(330 + roll(40), 120, 'singlet', roll),
  'anatomy drawing': (roll) =>
    background('#fdfaf0') +
    figure(320, 70, 'shorts', roll) +
    labels(['shoulder', 'rib cage', 'elbow', 'knee', 'ankle'], roll),
  'close-up of a hand': (roll) => background('#d8d2c4') + hand(roll),
  'close-up of skin': (roll) =>
    `<rect width="640" height="480" fill="url(#skin)"/><ellipse cx="${200 + roll(200)}" cy="${150 + roll(150)}" rx="90" ry="60" fill="#8a2f2f" opacity="0.25"/>`,
} as const satisfies Readonly<Record<string, (roll: Roll) => string>>;

type Roll = (sides: number) => number;

/** @param seed the same seed gives the same picture */
export function sceneOf(draw: (roll: Roll) => string, tone: string, seed: number): string {
  let state = seed * 2_654_435_761;
  const roll: Roll = (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % sides;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">
    <defs><radialGradient id="skin" cx="0.4" cy="0.3" r="0.9"><stop offset="0" stop-color="${tone}"/><stop offset="1" stop-color="${tone}" stop-opacity="0.72"/></radialGradient>
    <filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="${seed}"/><feColorMatrix values="0 0 0 0 0.5 0 0 0 0 0.5 0 0 0 0 0.5 0 0 0 0.18 0"/></filter></defs>
    <rect width="640" height="480" fill="#5b4a41"/><g>${draw(roll)}</g><rect width="640" height="480" filter="url(#grain)"/></svg>`;
}

const background = (colour: string): string => `<rect width="640" height="480" fill="${colour}"/>`;
const clothes = ['#2b4a8c', '#8c2b3a', '#2f7d4a', '#d9b13b', '#333333'];

function bust(x: number, y: number, roll: Roll): string {
  const hair = ['#1c140f', '#5a3a20', '#a3743d'][roll(3)]!;
  return `<ellipse cx="${x}" cy="${y + 110}" rx="80" ry="62" fill="${clothes[roll(5)]}"/><rect x="${x - 16}" y="${y + 30}" width="32" height="40" fill="url(#skin)"/><ellipse cx="${x}" cy="${y - 14}" rx="48" ry="54" fill="${hair}"/><ellipse cx="${x}" cy="${y}" rx="38" ry="48" fill="url(#skin)"/><circle cx="${x - 13}" cy="${y - 6}" r="4"/><circle cx="${x + 13}" cy="${y - 6}" r="4"/><path d="M${x - 12} ${y + 22} q12 9 24 0" stroke="#7a3030" stroke-width="4" fill="none"/>`;
}

function figure(x: number, y: number, dress: 'suit' | 'singlet' | 'shorts', roll: Roll): string {
  const cloth = clothes[roll(5)]!;
  const limb = (dx: number, dy: number, length: number, turn: number, width: number): string =>
    `<rect x="${x + dx - width / 2}" y="${y + dy}" width="${width}" height="${length}" rx="${width / 2}" fill="url(#skin)" transform="rotate(${turn} ${x + dx} ${y + dy})"/>`;
  const top = dress === 'shorts' ? 190 : 85;
  return [
    limb(-38, 80, 130, 10 + roll(30), 26),
    limb(38, 80, 130, -10 - roll(30), 26),
    limb(-20, 205, 170, 3 + roll(8), 34),
    limb(20, 205, 170, -3 - roll(8), 34),
    `<path d="M${x - 46} ${y + 72} q46 -18 92 0 l-10 90 q6 40 0 62 h-72 q-6 -22 0 -62 z" fill="url(#skin)"/>`,
    `<path d="M${x - 40} ${y + top} h80 l-5 ${230 - top} h-70 z" fill="${cloth}"/>`,
    bustHead(x, y + 30, roll),
  ].join('');
}

function bustHead(x: number, y: number, roll: Roll): string {
  return `<ellipse cx="${x}" cy="${y - 6}" rx="30" ry="34" fill="${['#1c140f', '#5a3a20', '#e8e8f0'][roll(3)]}"/><ellipse cx="${x}" cy="${y}" rx="25" ry="31" fill="url(#skin)"/>`;
}

function hand(roll: Roll): string {
  const fingers = Array.from({ length: 4 }, (_, n) => {
    const x = 200 + n * 70;
    return `<rect x="${x}" y="${60 + roll(40)}" width="56" height="240" rx="28" fill="url(#skin)"/>`;
  });
  return `${fingers.join('')}<rect x="190" y="230" width="290" height="250" rx="60" fill="url(#skin)"/><rect x="110" y="280" width="170" height="60" rx="30" fill="url(#skin)" transform="rotate(-35 200 300)"/>`;
}

function labels(words: readonly string[], roll: Roll): string {
  return words
    .map((word, n) => {
      const y = 110 + n * 75 + roll(20);
      return `<line x1="345" y1="${y}" x2="470" y2="${y}" stroke="#222"/><text x="476" y="${y + 6}" font-size="20">${word}</text>`;
    })
    .join('');
}
