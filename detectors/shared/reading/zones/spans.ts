/** Lays zones over each other. */
import type { Span } from '../../../detector.ts';
import type { Zone, ZoneName } from './zone.ts';

/** The stretches above cover those of the base; of two above, the one that begins first, then the longer one. Without gaps where the base has none. */
export function overlay(base: readonly Zone[], above: readonly Zone[]): Zone[] {
  const sorted = [...above].sort((one, other) => one.start - other.start || other.end - one.end);
  const kept: Zone[] = [];
  for (const zone of sorted) {
    const start = Math.max(zone.start, kept.at(-1)?.end ?? 0);
    if (zone.end > start) kept.push({ ...zone, start });
  }
  const result: Zone[] = [];
  let next = 0;
  for (const { zone, start, end } of base) {
    let at = start;
    while (at < end) {
      while (next < kept.length && kept[next]!.end <= at) next += 1;
      const over = kept[next];
      const until = over ? Math.min(end, Math.max(at, over.start)) : end;
      if (until > at) add(result, zone, at, until);
      at = until;
      if (over && at >= over.start && at < end) {
        const stop = Math.min(end, over.end);
        add(result, over.zone, at, stop);
        at = stop;
      }
    }
  }
  return result;
}

function add(zones: Zone[], zone: ZoneName, start: number, end: number): void {
  const last = zones.at(-1);
  if (last?.zone === zone && last.end === start) zones[zones.length - 1] = { zone, start: last.start, end };
  else zones.push({ zone, start, end });
}

/** Sorted, those that touch joined. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
