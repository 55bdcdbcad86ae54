/** Finds text by and for machines: logs, keys, headers of mail, traces, long links. */
import { machineText } from '../../text/machine-text.ts';
import type { Zone } from './zone.ts';
import type { TextLine } from './units.ts';

const begins = 3;
const longestLine = 2000;
const longestLink = 70;

const features: readonly (readonly [RegExp, number])[] = [
  [/^\W?\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\b/, 2],
  [/^\W?\d\d:\d\d:\d\d\b/, 3],
  [/^\W?[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d /, 3],
  [
    /^(?:Received|X-[\w-]{1,40}|Message-ID|Reporting-MTA|Arrival-Date|Final-Recipient|Original-Recipient|Diagnostic-Code|Remote-MTA|Return-Path|DKIM-Signature|MIME-Version|Content-[\w-]{1,30}|ARC-[\w-]{1,30}|Authentication-Results|Generating server|User-Agent):/i,
    3,
  ],
  [/^#?[245]\d\d[ -]#?[245]\.\d{1,2}\.\d{1,3}\b/, 3],
  [/^diagnostic information for administrators/i, 3],
  [/^\s{0,12}at [\w.$<>]{3,120}\(|^Traceback \(most recent call last\)|^\s{0,8}File ".{1,200}", line \d/, 3],
  [/^-{3,5} ?(?:BEGIN|END) [A-Z ]{3,40}-{3,5}/, 4],
  [/\b(?:WARN|WARNING|ERROR|INFO|DEBUG|FATAL|TRACE|BLOCK|ALLOW|DENY)\b/, 2],
  [/\b[a-z_]{2,20}=[\w.:/-]{1,60} [^=\n]{0,40}\b[a-z_]{2,20}=/i, 2],
  [/\b[a-z_]{2,20}=[\w.:/-]+/i, 1],
  [/\b(?:sha(?:1|256|512)|md5|uuid|guid|E_[A-Z]{3,})\b/, 2],
  [/\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b|\b[0-9a-f]{10,64}\b/, 1],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/, 1],
];

/** Lines of machines, and keys within lines of people. */
export function machineZones(text: string, lines: readonly TextLine[]): Zone[] {
  const found: Zone[] = [];
  for (const span of machineText(text)) found.push({ zone: 'machine', ...span });
  let last = -2;
  for (const [at, line] of lines.entries()) {
    if (line.blank || line.end - line.content > longestLine) continue;
    const score = scoreOf(text.slice(line.content, line.end));
    if (score < (last === at - 1 ? begins - 1 : begins)) continue;
    const before = found.at(-1);
    if (last === at - 1 && before && before.end === lines[at - 1]!.end)
      found[found.length - 1] = { ...before, end: line.end };
    else found.push({ zone: 'machine', start: line.start, end: line.end });
    last = at;
  }
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"]+/g))
    if (match[0].length > longestLink)
      found.push({ zone: 'machine', start: match.index, end: match.index + match[0].length });
  return found;
}

function scoreOf(written: string): number {
  // Most lines are told by having no digits, colons or signs of equality.
  if (!/[\d=:(]/.test(written)) return /^-{3,5} ?(?:BEGIN|END) /.test(written) ? begins + 1 : 0;
  let score = 0;
  for (const [pattern, weight] of features) if (pattern.test(written)) score += weight;
  if (/^https?:\S{40,}$/.test(written)) score += begins;
  return score - (isProse(written) ? 2 : 0);
}

/** A sentence in which a number or link stands. */
function isProse(written: string): boolean {
  const words = written.match(/(?<![\w=./:-])[a-z]{2,}(?![\w=/:-])/g)?.length ?? 0;
  return words > 8;
}
