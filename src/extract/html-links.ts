/** Decides which link targets are written beside the text of their links. */
import { readableTarget } from './html-hiding-places.ts';

const maxTargetLength = 2000;

/**
 * The target of a link as it is written after the link's text; empty where it leads to no other place or repeats the text.
 *
 * @param textOf the beginning of the link's text, up to a length
 */
export function shownTarget(href: string, textOf: (length: number) => string): string {
  const target = readableTarget(href.trim().slice(0, maxTargetLength)).replace(/^mailto:/i, '');
  if (target === '' || target.startsWith('#') || /^(data|javascript|cid):/i.test(target)) return '';
  return bare(textOf(target.length + 32)) === bare(target) ? '' : target;
}

function bare(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\/(www\.)?/i, '')
    .replace(/\/$/, '')
    .toLowerCase();
}
