/** The finder of full names as student-pii uses it, without a roster and without words that tell a student: for the span report. */
import type { Span } from '../../detectors/detector.ts';
import { overlapsAny } from '../../detectors/shared/text/sorted-spans.ts';
import { nameCandidates } from '../../detectors/shared/students/name-candidates.ts';
import { viewParts } from '../../detectors/shared/students/part-view.ts';

/** How sure the words must be a name, by the table alone. */
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
  return nameCandidates(view!).filter((name) => name.guess.score >= least && !overlapsAny(view!.addresses(), name));
}
