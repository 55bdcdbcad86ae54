/** Decides from the attributes of an element whether a mail client shows its text, as far as inline style says. */

/** The look that an element inherits and passes on. */
export interface Look {
  readonly hidden: boolean;
  /** Normalised colours; only those named in attributes are known. */
  readonly color: string;
  readonly background: string;
}

export const initialLook: Look = { hidden: false, color: 'black', background: 'white' };

/** The look of an element within an element of look `outer`. `attributes` has lower-case names. */
export function lookOf(outer: Look, tag: string, attributes: ReadonlyMap<string, string>): Look {
  if (attributes.size === 0) return outer;
  let { hidden } = outer;
  let color =
    tag === 'font' || tag === 'body'
      ? colour(attributes.get('color') ?? attributes.get('text'), outer.color)
      : outer.color;
  let background = colour(attributes.get('bgcolor'), outer.background);
  if (attributes.has('hidden')) hidden = true;
  const style = attributes.get('style');
  if (style !== undefined && style !== '') {
    const clipped = clipping.test(style);
    // A longer style is an attack; its first part counts.
    for (const declaration of plainCss(style.slice(0, 4096)).toLowerCase().split(';')) {
      const colon = declaration.indexOf(':');
      const name = declaration.slice(0, colon).trim();
      const value = declaration
        .slice(colon + 1)
        .replace('!important', '')
        .trim();
      if (hides(name, value, clipped)) hidden = true;
      else if (name === 'color') color = colour(value, color);
      else if (name === 'background-color' || name === 'background') background = colour(value, background);
    }
  }
  return { hidden, color, background };
}

/** Whether text of this look is invisible. */
export function isInvisible(look: Look): boolean {
  return look.hidden || look.color === 'transparent' || (look.color === look.background && look.color !== '');
}

/** Whether a declaration of a style (`display:none; …`) hides text. */
export function hidingDeclaration(style: string): boolean {
  const clipped = clipping.test(style);
  return plainCss(style.slice(0, 4096))
    .toLowerCase()
    .split(';')
    .some((declaration) => {
      const [name = '', value = ''] = declaration.split(':');
      return hides(name.trim(), value.replace('!important', '').trim(), clipped);
    });
}

/** Without comments and with escapes decoded (CSS Syntax 4.3.7). */
export function plainCss(css: string): string {
  const bare = css.includes('/*') ? css.replace(/\/\*[\s\S]*?\*\//g, '') : css;
  if (!bare.includes('\\')) return bare;
  return bare.replace(/\\(?:([0-9a-f]{1,6})\s?|(\n)|(.))/gi, (_, code?: string, _end?: string, character = '') =>
    code === undefined ? String(character) : characterOf(Number.parseInt(code, 16)),
  );
}

function characterOf(code: number): string {
  return code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}

const tooSmall = /^(0+(\.0+)?|0*[.,]?0*1)(px|pt|em|rem|%|)$/;
const clipping = /overflow(?:-[xy])?\s*:\s*(?:hidden|clip)/i;

/** @param clipped whether content larger than the box of the element is not shown */
function hides(name: string, value: string, clipped: boolean): boolean {
  switch (name) {
    case 'display':
      return value === 'none';
    case 'visibility':
      return value === 'hidden' || value === 'collapse';
    case 'mso-hide':
      return value === 'all';
    case 'opacity':
      return /^0*(\.0*)?%?$/.test(value) && value !== '';
    case 'font':
      return /(?:^|\s)0+(?:\.0+)?(?:px|pt|em|rem|%)?(?:\/|\s|$)/.test(value);
    case 'width':
    case 'height':
      return clipped && tooSmall.test(value);
    case 'font-size':
    case 'max-height':
    case 'max-width':
      return tooSmall.test(value);
    case 'text-indent':
    case 'margin-left':
    case 'left':
    case 'right':
    case 'top':
      return /^-\d{3,}/.test(value);
    case 'clip':
      return /^rect\(\s*0(px)?[\s,]+0(px)?[\s,]+0(px)?[\s,]+0(px)?\s*\)$/.test(value);
    case 'clip-path':
      return /^inset\(\s*(?:[5-9]\d|100)%/.test(value);
    case 'transform':
      return /\bscale[xy]?\(\s*0\s*[,)]/.test(value);
    default:
      return false;
  }
}

/** A colour in one spelling; `known` where the value is no plain colour, empty (matches nothing) for pictures. */
function colour(value: string | undefined, known: string): string {
  if (value === undefined) return known;
  const text = value.trim().toLowerCase();
  if (text.includes('url(') || text.includes('gradient')) return '';
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1];
  if (hex) return named(hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex);
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+)\s*)?\)$/.exec(text);
  if (rgb) {
    if (rgb[4] !== undefined && Number(rgb[4]) === 0) return 'transparent';
    return named(
      rgb
        .slice(1, 4)
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join(''),
    );
  }
  // A transparent background shows what is behind it. The caller recognises transparent text by its rgba value.
  return /^[a-z]{3,20}$/.test(text) &&
    text !== 'inherit' &&
    text !== 'transparent' &&
    text !== 'none' &&
    text !== 'windowtext'
    ? text
    : known;
}

function named(hex: string): string {
  // Near-white on white is as invisible as white.
  if (/^f[c-f]f[c-f]f[c-f]$/.test(hex)) return 'white';
  return hex === '000000' ? 'black' : hex;
}

/** Whether a style attribute shows text backwards. */
export function isBackwards(style: string): boolean {
  return (
    style !== '' &&
    /unicode-bidi\s*:\s*(?:bidi-override|isolate-override)/i.test(style) &&
    /direction\s*:\s*rtl/i.test(style)
  );
}
