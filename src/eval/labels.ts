/** The one table between the labels of evaluation sets and the codes of findings; scoring reads it, nothing else does. */
import type { FindingCode } from '../../detectors/detector.ts';

/** Codes by label, exact or `family.*`. A code may speak for several labels: a campaign to a list is both. */
export const codesOfLabels = {
  student_pii: ['student-pii.*'],
  student_email: ['student-email.*'],
  student_record: ['student-record.*'],
  student_image: ['student-image.*'],
  credentials: ['credentials.*'],
  solicitation: ['solicitation.*'],
  profanity: ['profanity.*'],
  harassment: ['harassment.*'],
  threat: ['threat.*'],
  sexual: ['sexual.*'],
  listserv_misuse: ['listserv.*'],
  political: ['political.*', 'listserv.campaign'],
} as const satisfies Readonly<Record<string, readonly (FindingCode | `${string}.*`)[]>>;

export type Label = keyof typeof codesOfLabels;

export const allLabels = Object.keys(codesOfLabels) as readonly Label[];

/** Labels that only count towards recipients who may not have the student's data. */
export const studentLabels: readonly Label[] = ['student_pii', 'student_email', 'student_record', 'student_image'];

export function isLabel(text: string): text is Label {
  return Object.hasOwn(codesOfLabels, text);
}

/** Labels that a finding with this code speaks for; none for a code that the table does not know. */
export function labelsOf(code: string): readonly Label[] {
  return allLabels.filter((label) =>
    codesOfLabels[label].some((known) => (known.endsWith('.*') ? code.startsWith(known.slice(0, -1)) : code === known)),
  );
}
