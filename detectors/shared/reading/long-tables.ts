/**
 * Reads long tables by examples. A list of thousands has rows that look alike, and what is found of one of them is found of all:
 * some rows of each kind are read, and every row that names a student of the roster or holds an address or a phone of it. Where those that were read do not agree,
 * the whole table is read.
 */
import type { Detect, DirectoryLookup, ExtractedMessage, Finding } from '../../detector.ts';
import { extendFindings } from './long-tables/extend.ts';
import { shortenMessage, type ShortenedMessage } from './long-tables/shorten.ts';

const known = new WeakMap<
  DirectoryLookup,
  WeakMap<ExtractedMessage, { readonly short: ShortenedMessage | undefined }>
>();

/** The same shortened message for all detectors, which share what they read of it. */
function shortened(message: ExtractedMessage, directory: DirectoryLookup): ShortenedMessage | undefined {
  let ofDirectory = known.get(directory);
  if (!ofDirectory) known.set(directory, (ofDirectory = new WeakMap()));
  let entry = ofDirectory.get(message);
  if (!entry) ofDirectory.set(message, (entry = { short: shortenMessage(message, directory) }));
  return entry.short;
}

/** A detector of students that reads long tables by examples. Those of rows that were not read come last. */
export function overLongTables(detect: Detect, directory: DirectoryLookup): Detect {
  return (message) => {
    const short = shortened(message, directory);
    if (!short) return detect(message);
    return extended(detect(short.message), short) ?? detect(message);
  };
}

function extended(findings: readonly Finding[], { parts }: ShortenedMessage): Finding[] | undefined {
  const whole = findings.map((finding): Finding => {
    const part = parts.get(finding.part);
    if (!part) return finding;
    return { ...finding, start: part.toWhole(finding.start), end: part.toWhole(finding.end - 1) + 1 };
  });
  const byPart = Map.groupBy(whole, ({ part }) => part);
  for (const [id, { tables }] of parts) {
    for (const table of tables) {
      const more = extendFindings(byPart.get(id) ?? [], table);
      if (more === undefined) return undefined;
      for (const one of more) whole.push(one);
    }
  }
  return whole;
}
