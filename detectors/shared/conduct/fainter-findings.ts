/** What is found in the same words under a graver name is not reported under a fainter one besides. */
import type { Finding, FindingCode } from '../../detector.ts';

/** Without the findings of the code that overlap one of another code: a slur is no insult besides, an open threat no veiled one. */
export function withoutFainter(found: readonly Finding[], fainter: FindingCode): Finding[] {
  const graver = found.filter(({ code }) => code !== fainter);
  return found.filter(
    (finding) =>
      finding.code !== fainter ||
      !graver.some(({ part, start, end }) => part === finding.part && start < finding.end && finding.start < end),
  );
}
