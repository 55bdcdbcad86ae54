/** For a developer's eyes: the text of rows that were judged wrong. It goes to the terminal alone, never into a report. */
import { isLabel } from './labels.ts';
import type { EvalSet, Row } from './read-set.ts';
import type { RowOutcome } from './outcome.ts';

/** @returns a function that writes out a row that was judged wrong, and gives an empty text for the others */
export function showErrors(set: EvalSet, threshold: number): (row: Row, outcome: RowOutcome) => string {
  const labels = set.description.annotated.filter(isLabel);
  return (row, outcome) => {
    const wrong = labels.filter((label) => {
      const score = outcome.scores[label] ?? 0;
      return outcome.labels.includes(label) !== (score > 0 && score >= threshold);
    });
    const wrongAction =
      set.description.actions && outcome.expected !== undefined && outcome.expected !== outcome.action;
    if (wrong.length === 0 && !wrongAction) return '';
    const verdicts = wrong.map((label) => `${outcome.labels.includes(label) ? 'missed' : 'false alarm'} ${label}`);
    if (wrongAction) verdicts.push(`${outcome.expected} expected, ${outcome.action} done`);
    const found = outcome.findings.map(({ code, score }) => `${code} ${score.toFixed(2)}`);
    const recipients = [...row.to, ...row.cc, ...row.bcc].map(({ address }) => address);
    return [
      `──── ${row.id}  ${verdicts.join('; ')}`,
      `found ${found.join(', ') || 'nothing'}; tags ${row.tags.join(', ') || 'none'}`,
      ...(recipients.length > 0 ? [`to ${recipients.join(', ')}`] : []),
      ...(row.subject === undefined ? [] : [`subject ${row.subject}`]),
      row.raw ?? row.text ?? row.html ?? '',
      ...row.attachments.map(({ filename, text }) => `[${filename}]\n${text}`),
      '',
    ].join('\n');
  };
}
