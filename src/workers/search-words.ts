/** Collects the words by which a message can be found, for messages that the policy may stop. */
import type { DirectoryLookup, ExtractedMessage, UnreadPart } from '../../detectors/detector.ts';
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { ScanFailure } from '../decide/verdict.ts';
import { foldWords, type SearchWords } from '../message/search-words.ts';

/** Distinct words of a message: a letter of several pages. Further ones are not found. */
const mostWords = 1200;
/** Characters of a body that are looked at. */
const mostText = 100_000;
/** Nobody searches for longer ones, which are encoded data. */
const longestWord = 40;

interface Scanned {
  readonly findings: readonly DetectedFinding[];
  readonly failures: readonly ScanFailure[];
}

/** Undefined for a message without findings, failures and unread parts: most mail, which is never held. */
export function searchWordsOf(
  { parts, unread }: Pick<ExtractedMessage, 'parts' | 'unread'>,
  { findings, failures }: Scanned,
  directory: Pick<DirectoryLookup, 'personById'>,
): SearchWords | undefined {
  if (findings.length + failures.length + unread.length === 0) return undefined;
  const bodies = parts.filter(({ kind }) => kind === 'body').map(({ text }) => text.slice(0, mostText));
  const students = new Set(findings.flatMap(({ subject }) => subject?.id ?? []));
  const numbers = [...students].flatMap((id) => directory.personById(id)?.numbers ?? []);
  return {
    body: distinct(bodies),
    file: distinct([...parts, ...unread].flatMap(({ filename }: Partial<UnreadPart>) => filename ?? [])),
    student: [...new Set(numbers.map((number) => number.toLowerCase()))].slice(0, mostWords),
  };
}

function distinct(texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts)
    for (const word of foldWords(text)) {
      if (words.size >= mostWords) return [...words];
      if (word.length <= longestWord) words.add(word);
    }
  return [...words];
}
