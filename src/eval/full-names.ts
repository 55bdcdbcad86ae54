/** The finder of full names as student-pii uses it, without a roster and without words that tell a student: for the span report. */
import type { Span } from '../../detectors/detector.ts';
import { overlapsAny } from '../../detectors/shared/text/sorted-spans.ts';
import { isThing } from '../../detectors/shared/students/is-thing.ts';
import { nameCandidates } from '../../detectors/shared/students/name-candidates.ts';
import { viewParts } from '../../detectors/shared/students/part-view.ts';

/** From here on the table alone decides; below, compromise is asked. */
const sure = 0.72;
const least = 0.4;

export function findFullNames(text: string): Span[] {
  const part = { id: '1', kind: 'body' as const, contentType: 'text/plain', text, quoted: [], hidden: [] };
  const [view] = viewParts({
    sender: '',
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    recipients: [],
    parts: [part],
    unread: [],
  });
  return nameCandidates(view!).filter(
    (name) =>
      name.guess.score >= least &&
      !overlapsAny(view!.addresses(), name) &&
      (name.guess.score >= sure || !isThing(view!, name)),
  );
}
