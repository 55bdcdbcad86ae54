/** Says of each finding where it stands: for reviewers in which file and where in it, for the sender with the masked line. */
import type { ExtractedPart, PartId } from '../../detectors/detector.ts';
import { headersPart } from '../../detectors/shared/people/visible-recipients.ts';
import type { DetectedFinding, ShownPlace } from '../detect/detected-finding.ts';
import { createPlaceFinder } from '../message/text-place.ts';
import { createWrittenPlaceFinder, type WrittenPlace } from '../message/written-place.ts';
import { secretsOf } from '../view/mask.ts';
import { maskedLine, maskedName } from '../view/masked-line.ts';

/** Findings of one code whose place is kept for the sender, and how many of these with their line. */
const maxPlaces = 20;
const maxLines = 3;

export function withPlaces(findings: readonly DetectedFinding[], parts: readonly ExtractedPart[]): DetectedFinding[] {
  if (findings.length === 0) return [];
  const finders = new Map(parts.map((part) => [part.id, finderOf(part)]));
  const secrets = secretsOf(
    findings.map(({ part, start, end }) => finders.get(part)?.part.text.slice(start, end) ?? ''),
    findings.flatMap(({ subject }) => subject?.name ?? []),
  );
  const byPart = Map.groupBy(findings, ({ part }) => part);
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = (seen.get(finding.code) ?? 0) + 1;
    seen.set(finding.code, count);
    const found = finders.get(finding.part);
    const shown =
      count > maxPlaces ? undefined : shownPlace(finding, found, secrets, count <= maxLines ? byPart : undefined);
    if (found?.part.kind !== 'attachment') return { ...finding, ...(shown && { shown }) };
    const place = found.placeOf(finding.start);
    const file = found.part.filename;
    return {
      ...finding,
      ...(file !== undefined && { file }),
      ...(place !== undefined && { place }),
      ...(shown && { shown }),
    };
  });
}

interface PartFinder {
  readonly part: ExtractedPart;
  readonly placeOf: (offset: number) => string | undefined;
  readonly writtenOf: (offset: number) => WrittenPlace;
}

function finderOf(part: ExtractedPart): PartFinder {
  let written: ReturnType<typeof createWrittenPlaceFinder> | undefined;
  return {
    part,
    placeOf: createPlaceFinder(part),
    writtenOf: (offset) => (written ??= createWrittenPlaceFinder(part))(offset),
  };
}

/** @param byPart the findings of each part, where the line is wanted */
function shownPlace(
  { part, start }: DetectedFinding,
  finder: PartFinder | undefined,
  secrets: readonly string[],
  byPart: ReadonlyMap<PartId, readonly DetectedFinding[]> | undefined,
): ShownPlace | undefined {
  if (part === headersPart) return { place: { in: 'addresses' } };
  if (finder === undefined) return undefined;
  const written = finder.writtenOf(start);
  const place: WrittenPlace =
    written.in === 'file'
      ? {
          ...written,
          ...(written.file !== undefined && { file: maskedName(written.file, secrets) }),
          ...(written.at !== undefined && { at: maskedName(written.at, secrets) }),
        }
      : written;
  return { place, ...(byPart && { line: maskedLine(finder.part.text, start, byPart.get(part) ?? [], secrets) }) };
}
