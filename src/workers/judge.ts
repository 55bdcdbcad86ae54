/** Reads and judges an extracted message, a very long one block by block: asks the sentence model, runs the detectors, puts together what they say. */
import type { ExtractedMessage, PartId, UnreadPart } from '../../detectors/detector.ts';
import type { ScanFailure } from '../decide/verdict.ts';
import { judgedOnce, type JudgedOnce } from '../detect/alternatives.ts';
import { blocksOf, inBlocks } from '../detect/blocks.ts';
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { Detected, LoadedDetectors } from '../detect/detectors.ts';
import { limitFindings } from '../detect/finding-limit.ts';
import { unreadPart } from '../message/unread-part.ts';
import { readSentences } from '../reader/read-sentences.ts';
import { withReader } from '../reader/with-reader.ts';
import { collectGarbage } from './collect-garbage.ts';
import type { ReadingLimits } from './scan-settings.ts';
import type { ReaderAccess } from './worker-notice.ts';

export interface Judged extends Detected {
  /** What was judged, with its readings; of a long message the first block, which has the mail's own words. */
  readonly message: ExtractedMessage;
  /** Of the whole message. */
  readonly unread: readonly UnreadPart[];
}

type BlockJudged = Omit<Judged, 'message'>;

export interface JudgeAccess {
  /** Absent where no sentence model runs. */
  readonly reader: ReaderAccess | undefined;
  /** When the scan began, as `performance.now()`. */
  readonly startedAt: number;
}

export function createJudge(
  detectors: Pick<LoadedDetectors, 'detect'>,
  { tokens, timeoutMs, lastBlockMs, collectAboveMb }: ReadingLimits,
): (extracted: ExtractedMessage, access: JudgeAccess) => Promise<Judged> {
  return (whole, { reader, startedAt }) => {
    const { message: extracted, inAll } = judgedOnce(whole);
    return withReader(reader === 'down' ? undefined : reader, timeoutMs, async (ask) => {
      const count = blocksOf(extracted);
      const judged: BlockJudged[] = [];
      const late = new Set<PartId>();
      let first: ExtractedMessage | undefined;
      // No block is kept but the first one: what the detectors keep of a part takes many times its length.
      for (const { message, toWhole } of inBlocks(extracted)) {
        if (first && performance.now() - startedAt > lastBlockMs) {
          for (const part of message.parts) if (!first.parts.includes(part)) late.add(part.id);
          continue;
        }
        if (first) collectGarbage(collectAboveMb);
        const read = reader === undefined ? message : await readSentences(message, ask, tokens / count);
        const { findings, ...detected } = detectors.detect(read);
        judged.push({ ...detected, findings: findings.map(toWhole), unread: read.unread });
        first ??= read;
      }
      if (count === 1) return { ...withAll(judged[0]!, inAll), message: first! };
      const all = withAll(together(judged), inAll);
      return { ...all, message: first!, unread: unreadOf(extracted, judged, late) };
    });
  };
}

/** With the findings of the texts that were judged in another part. */
function withAll<D extends Detected>(detected: D, inAll: JudgedOnce['inAll']): D {
  const all = inAll(detected.findings);
  const findings = limitFindings(all);
  return { ...detected, findings, leftOut: detected.leftOut + all.length - findings.length };
}

/** Blocks overlap, and each has the mail's own words: what was found twice counts once, with its higher score. */
function together(judged: readonly BlockJudged[]): Detected {
  const best = new Map<string, DetectedFinding>();
  for (const finding of judged.flatMap(({ findings }) => findings)) {
    const { detector, code, part, start, end, subject } = finding;
    const key = JSON.stringify([detector, code, part, start, end, subject?.id ?? subject?.name]);
    const known = best.get(key);
    if (!known || known.score < finding.score) best.set(key, finding);
  }
  const findings = limitFindings([...best.values()]);
  const leftOut = judged.reduce((sum, one) => sum + one.leftOut, best.size - findings.length);
  const failures = new Map<string, ScanFailure>(
    judged.flatMap((one) => one.failures).map((failure) => [JSON.stringify(failure), failure]),
  );
  return { findings, leftOut, failures: [...failures.values()] };
}

/** @param late parts of which a block was not taken up in time */
function unreadOf(
  { parts, unread }: ExtractedMessage,
  judged: readonly BlockJudged[],
  late: ReadonlySet<PartId>,
): UnreadPart[] {
  const partly = new Set(
    judged.flatMap((one) => one.unread.flatMap(({ part, reason }) => (reason === 'partly-read' ? [part] : []))),
  );
  return [
    ...unread,
    ...parts.flatMap((part) =>
      late.has(part.id) ? unreadPart(part, 'too-slow') : partly.has(part.id) ? unreadPart(part, 'partly-read') : [],
    ),
  ];
}
