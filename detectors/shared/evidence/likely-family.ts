/** Which recipients the message itself shows to be the family of its one student, though the roster does not know their address. */
import type { DirectoryLookup, ExtractedMessage, Finding } from '../../detector.ts';
import { readDataFile } from '../text/data-file.ts';
import { familyCandidates, isSeveralKinds, onlyStudent } from './family-candidates.ts';
import { familyEvidence, readForFamily } from './family-evidence.ts';
import { openLinearModel, type LinearModel, type LinearModelData } from './linear-model.ts';
import type { StudentsRead } from './read-students.ts';

/** Log-odds from which a recipient that meets the limits counts. Chosen on writers left out of the fit: precision falls below it. */
const leastOdds = 1;
const model: LinearModel = openLinearModel(
  JSON.parse(readDataFile(new URL('./models/likely-family.json', import.meta.url))) as LinearModelData,
);

/** Addresses of the recipients that are likely the family of the one student found. Never fails. */
export function likelyFamily(
  message: ExtractedMessage,
  findings: readonly Pick<Finding, 'code' | 'part' | 'subject'>[],
  directory: DirectoryLookup,
  read: (message: ExtractedMessage) => StudentsRead,
): ReadonlySet<string> {
  const student = onlyStudent(findings, message.recipients);
  const candidates = student ? familyCandidates(message.recipients) : [];
  if (!student || candidates.length === 0) return new Set();
  const reading = readForFamily(read(message), student, directory);
  return new Set(
    candidates
      .filter((recipient) => {
        const evidence = familyEvidence(reading, recipient, message);
        return isSeveralKinds(evidence) && model.logits(evidence.features)[0]! >= leastOdds;
      })
      .map(({ address }) => address),
  );
}
