/** Detector: email addresses of students or their families shown to people who are not of that family. */
import { z } from 'zod';
import {
  defineDetector,
  type DirectoryLookup,
  type ExtractedMessage,
  type Finding,
  type FindingCode,
} from '../detector.ts';
import { families, type Families } from './families.ts';
import { studentReader } from '../shared/evidence/read-students.ts';
import { overLongTables } from '../shared/reading/long-tables.ts';
import { domainOf, exposures, type Exposure } from './exposures.ts';

const options = z.strictObject({
  /** Count staff of the district as people who may not see the addresses. */
  countStaff: z.boolean().default(false),
});

const singleFamily: FindingCode = 'student-email.single-family';
const severalFamilies: FindingCode = 'student-email.several-families';

export default defineDetector({
  meta: {
    id: 'student-email',
    version: 5,
    title: 'Email addresses of students or families shown to others',
    codes: [singleFamily, severalFamilies],
  },
  options,
  create({ countStaff }, { directory }) {
    const known = families(directory);
    const read = studentReader(directory);
    return overLongTables((message) => {
      const readers = readersOf(message, directory, known, countStaff);
      if (readers.length === 0) return [];
      const shown = exposures(message, directory, known, read).filter((exposure) =>
        readers.some((reader) => reader.address !== exposure.address && !reader.families.has(exposure.family)),
      );
      const several = new Set(shown.map((exposure) => exposure.family)).size > 1;
      return shown.map((exposure) => toFinding(exposure, several));
    }, directory);
  },
});

interface Reader {
  readonly address: string;
  /** Keys of the families that the reader belongs to. */
  readonly families: ReadonlySet<string>;
}

/** Envelope recipients who could see an address that is not theirs; a list of all staff is one, single colleagues where asked for. */
function readersOf(
  message: ExtractedMessage,
  directory: DirectoryLookup,
  known: Families,
  countStaff: boolean,
): Reader[] {
  return message.recipients.flatMap((recipient) => {
    const address = recipient.address.toLowerCase();
    const kin = new Set(known.studentsOf(address).map((student) => known.keyOf(student)));
    const student = directory.isStudentDomain(domainOf(address));
    const kind = recipient.list?.kind;
    const list = kind === 'family' || kind === 'student' || kind === 'staff';
    if (recipient.inside && !student && !list && kin.size === 0 && !countStaff) return [];
    return [{ address, families: kin }];
  });
}

function toFinding(exposure: Exposure, several: boolean): Finding {
  const { student } = exposure;
  const whose = exposure.rule === 'student-domain' ? 'a student' : "a student or a student's family";
  return {
    code: several ? severalFamilies : singleFamily,
    part: exposure.part,
    start: exposure.start,
    end: exposure.end,
    score: exposure.score,
    because: [{ rule: exposure.rule, context: several ? 'addresses of several families' : 'addresses of one family' }],
    masked: `an email address of ${whose}`,
    ...(student && { subject: { id: student.id, name: `${student.givenName} ${student.familyName}` } }),
  };
}
