/** Keeps the declarations of a style that only change how text looks: nothing that fetches, covers, or leaves its place. */

const properties =
  /^(background-color|border(-(top|right|bottom|left))?(-(color|style|width|collapse|spacing))?|color|direction|font(-(family|size|style|weight|variant))?|letter-spacing|line-height|list-style-type|margin(-(top|right|bottom|left))?|max-width|min-width|padding(-(top|right|bottom|left))?|text-(align|decoration|indent|transform)|vertical-align|white-space|width|word-break|word-spacing)$/;
/** Plain words, numbers, colours, and the functions that make colours. */
const value = /^(?:[\w#%.,'" +-]|rgba?\([\d., %]+\)|hsla?\([\d., %deg]+\))+$/i;
const maxLength = 4000;
const maxDeclarations = 60;

/** Negative lengths move content over other content, and huge lengths move it out of sight. */
const outOfPlace = /(^|\s)-\d|\d{5,}/;

export function safeStyle(style: string): string {
  return style
    .slice(0, maxLength)
    .split(';', maxDeclarations)
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      const property = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
      const given = declaration.slice(colon + 1).trim();
      const isSafe = properties.test(property) && given.length <= 200 && value.test(given) && !outOfPlace.test(given);
      return isSafe ? [`${property}: ${given}`] : [];
    })
    .join('; ');
}
