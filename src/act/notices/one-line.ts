/** Prepares untrusted text for a notice: no line breaks, no control or direction characters, a bounded length. */

// Cc and Cf without tab and line ends; Cf contains the bidirectional controls, which could reorder the text around them.
const invisible = /(?![\t\r\n\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** One line of visible text of at most `max` UTF-16 units, cut at a word where one is near, with an ellipsis. */
export function oneLine(text: string, max: number): string {
  const line = text
    .slice(0, max * 4)
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (line.length <= max) return line;
  const cut = line.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '');
  const space = line[cut.length] === ' ' ? cut.length : cut.lastIndexOf(' ');
  return `${(space > max * 0.6 ? cut.slice(0, space) : cut).replace(/[\s,;:.–-]+$/u, '')}…`;
}

/** Several lines of visible text: line breaks stay, with at most one blank line in a row. */
export function someLines(text: string, max: number): string[] {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(invisible, '')
    .slice(0, max)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return clean === '' ? [] : clean.split('\n').map((line) => line.replace(/\s+/gu, ' ').trim());
}
