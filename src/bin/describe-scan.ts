/** A scanned message as text for people at a terminal. */
import type { Verdict } from '../decide/verdict.ts';
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import { countedRules } from '../decide/verdict.ts';

/** Severity is a shape and a word before it is a colour. */
export const actionWords: Readonly<Record<Verdict['action'], string>> = {
  deliver: '● deliver',
  warn: '▲ warn the sender',
  quarantine: '■ quarantine',
  bounce: '■ bounce',
};

export function describeScan(file: string, result: Omit<ScanResult, 'parts'>, verdict: Verdict): string {
  const lines = [`${file}  ${actionWords[verdict.action]}  (${Math.round(result.ms)} ms)`];
  for (const rule of countedRules(verdict)) {
    const clauses = verdict.clauses
      .filter((clause) => rule.clauses.includes(clause.id))
      .map((clause) => `${clause.policy} ${clause.number}`);
    lines.push(`  ${rule.title}${clauses.length > 0 ? ` – ${clauses.join('; ')}` : ''}`);
  }
  if (verdict.monitored !== verdict.action)
    lines.push(`  With the rules in monitor mode: ${actionWords[verdict.monitored]}`);
  for (const finding of result.findings) {
    lines.push(`    ${finding.score.toFixed(2)}  ${finding.code}  ${whereFound(finding)}: ${finding.masked}`);
  }
  if (result.findingsLeftOut !== undefined) lines.push(`    and ${result.findingsLeftOut} more findings`);
  for (const failure of result.failures)
    lines.push(`    not checked  ${failure.code}${failure.detector === undefined ? '' : ` (${failure.detector})`}`);
  for (const part of result.unread)
    lines.push(`    not read  ${part.filename ?? `part ${part.part}`} (${part.contentType}): ${part.reason}`);
  return `${lines.join('\n')}\n`;
}

/** `roster.zip/grade5.xlsx, sheet Grade 5, cell C12`; for the text of the mail itself, the part and the offsets. */
function whereFound({ part, start, end, file, place }: DetectedFinding): string {
  if (file !== undefined || place !== undefined) return [file ?? `part ${part}`, place].filter(Boolean).join(', ');
  return part === 'subject' ? 'in the subject' : `part ${part}, ${start}–${end}`;
}
