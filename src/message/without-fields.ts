/** Takes header fields out of a message: for secrets that are not to leave with it. Every other byte stays. */
import { headerEnd } from './header.ts';

const LF = 10;

/** @param names in lower case @returns the same buffer where there is nothing to take out */
export function withoutFields(raw: Buffer, names: readonly string[]): Buffer {
  if (names.length === 0) return raw;
  const end = headerEnd(raw);
  const kept: Buffer[] = [];
  let keptFrom = 0;
  let dropping = false;
  for (let at = 0; at < end;) {
    const feed = raw.indexOf(LF, at);
    const next = feed < 0 || feed >= end ? end : feed + 1;
    const continues = raw[at] === 32 || raw[at] === 9;
    const drop: boolean = continues ? dropping : names.includes(nameOf(raw, at, next));
    if (drop && !dropping) kept.push(raw.subarray(keptFrom, at));
    if (!drop && dropping) keptFrom = at;
    dropping = drop;
    at = next;
  }
  if (kept.length === 0) return raw;
  return Buffer.concat([...kept, raw.subarray(dropping ? end : keptFrom)]);
}

function nameOf(raw: Buffer, start: number, end: number): string {
  const line = raw.toString('latin1', start, Math.min(end, start + 200));
  return /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/.exec(line)?.[1]?.toLowerCase() ?? '';
}
