/** Every detector that the gateway runs, in one explicit list; a test holds it against the folders beside it. */
import type { Detector } from './detector.ts';
import credentials from './credentials/index.ts';
import harassment from './harassment/index.ts';
import listserv from './listserv/index.ts';
import political from './political/index.ts';
import profanity from './profanity/index.ts';
import sexual from './sexual/index.ts';
import solicitation from './solicitation/index.ts';
import studentEmail from './student-email/index.ts';
import studentImage from './student-image/index.ts';
import studentPii from './student-pii/index.ts';
import studentRecord from './student-record/index.ts';
import threat from './threat/index.ts';

export const registry: readonly Detector[] = [
  studentPii,
  studentEmail,
  studentRecord,
  studentImage,
  solicitation,
  profanity,
  harassment,
  threat,
  sexual,
  political,
  listserv,
  credentials,
];
