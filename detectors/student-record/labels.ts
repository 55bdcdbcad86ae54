/** What the label of a field or the heading of a column says of its values: `IEP`, `Free/Reduced`, `Current medications`. */
import { columnCode } from './column-signals.ts';
import { lexicon, type Code } from './rules.ts';

export interface LabelMeaning {
  /** Named for the model of statements. */
  readonly features: readonly string[];
  /** What its values tell of; undefined where it says nothing of a record. */
  readonly code?: Code;
}

/** A table repeats its headings in every row. */
const known = new Map<string, LabelMeaning>();
const mostKnown = 4000;

/** @param label folded */
export function labelMeaning(label: string): LabelMeaning {
  let found = known.get(label);
  if (!found) {
    found = meaningOf(label);
    // Labels of a message are not kept for good, and never stand in the way of the next one's.
    if (known.size >= mostKnown) known.clear();
    known.set(label, found);
  }
  return found;
}

function meaningOf(label: string): LabelMeaning {
  if (label === '') return { features: [] };
  const column = columnCode(label);
  const rules = lexicon.find(label).flatMap(({ data }) => (data === 'ordinary' || data.capitals ? [] : [data]));
  // Numbers are weighed as numbers, wherever they stand.
  const code = [column, ...rules.map((rule) => rule.code)].find(
    (one) => one !== undefined && one !== 'student-record.ssn' && one !== 'student-record.student-id',
  );
  return {
    features: [
      ...(column ? [`column ${column}`] : []),
      ...new Set(rules.map(({ id }) => `label ${id}`)),
      ...(code ? ['known label'] : []),
    ],
    ...(code && { code }),
  };
}
