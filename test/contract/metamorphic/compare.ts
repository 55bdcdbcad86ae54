/** Compares what is found in a message with what is found in it after a change. */
import type { ExtractedMessage, Finding, StudentRef } from '../../../detectors/detector.ts';
import { textOfPart } from '../../harness/detector-fixtures.ts';
import { mustKeep } from './applies.ts';
import type { MetamorphicCase } from './cases.ts';
import type { ChangedMessage } from './changed-message.ts';
import { asRead, messageChanges, type ChangeName } from './message-changes.ts';

/** As in the default policy: findings with less do not count. */
const minScore = 0.5;

/** Findings about a message as a whole, which stand at its first text. */
const withoutPlace: readonly string[] = ['student-image.many'];

/** A case as every change is compared with it. */
export interface Baseline {
  readonly id: string;
  readonly message: ExtractedMessage;
  readonly detect: MetamorphicCase['detect'];
  /** Right findings, which must stay. */
  readonly findings: readonly Finding[];
  /** Detectors that find nothing where there is nothing. */
  readonly quiet: readonly string[];
}

export interface Outcome {
  readonly id: string;
  readonly change: ChangeName;
  readonly detector: string;
  /** A finding that had to stay, or a detector that had to stay quiet. */
  readonly kind: 'finding' | 'quiet';
  readonly kept: boolean;
  /** Code of the finding that was lost or that is new. */
  readonly code: string;
}

export async function baselineOf(given: MetamorphicCase): Promise<Baseline> {
  const message = await asRead(given.message);
  const found = counted(given.detect(message));
  const loud = new Set(found.map(detectorOf));
  return {
    ...{ id: given.id, message, detect: given.detect },
    findings: found.filter(given.isRight),
    quiet: given.quietFor.filter((id) => !loud.has(id)),
  };
}

/**
 * Outcomes of a change: one for each finding and each quiet detector. None where the change cannot be made.
 *
 * @param variant seed of the change beside the case's id
 */
export async function outcomesOf(baseline: Baseline, change: ChangeName, variant: number): Promise<Outcome[]> {
  const { id, message, findings, quiet } = baseline;
  const asked = findings.filter((finding) => mustKeep(detectorOf(finding), change));
  if (change === 'subject dropped' && asked.some((finding) => needsSubject(finding, message))) return [];
  const changed = await messageChanges[change](message, `${id} ${variant}`);
  if (!changed) return [];
  const after = counted(baseline.detect(changed.message));
  return [
    ...asked.map((finding): Outcome => {
      const kept = after.some((other) => isSame(finding, message, other, changed));
      return { id, change, detector: detectorOf(finding), kind: 'finding', kept, code: finding.code };
    }),
    ...quiet.map((detector): Outcome => {
      const loud = after.find((finding) => detectorOf(finding) === detector);
      return { id, change, detector, kind: 'quiet', kept: loud === undefined, code: loud?.code ?? '' };
    }),
  ];
}

function counted(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ score }) => score >= minScore);
}

export function detectorOf({ code }: Finding): string {
  return code.slice(0, code.indexOf('.'));
}

/** The finding stands in the subject, or the subject names its student. */
function needsSubject(finding: Finding, message: ExtractedMessage): boolean {
  if (finding.part === 'subject') return true;
  const words = new Set(folded(message.subject).split(/[^\p{L}\p{N}]+/u));
  return folded(finding.subject?.name ?? '')
    .split(' ')
    .some((word) => word !== '' && words.has(word));
}

function isSame(finding: Finding, message: ExtractedMessage, other: Finding, changed: ChangedMessage): boolean {
  if (other.code !== finding.code || !isSameStudent(finding.subject, other.subject)) return false;
  const place = changed.place(finding.part, finding);
  if (withoutPlace.includes(finding.code)) return true;
  if (place?.part === other.part && place.span.start < other.end && other.start < place.span.end) return true;
  return folded(evidence(message, finding)) === folded(evidence(changed.message, other));
}

function isSameStudent(before: StudentRef | undefined, after: StudentRef | undefined): boolean {
  if (before === undefined) return true;
  if (before.id !== undefined) return before.id === after?.id;
  return folded(before.name) === folded(after?.name ?? '');
}

function evidence(message: ExtractedMessage, { part, start, end }: Finding): string {
  return textOfPart(message, part)?.slice(start, end) ?? '';
}

/** Letter case, spaces, line ends and marks of quotes do not matter. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s>]+/g, ' ')
    .trim();
}
