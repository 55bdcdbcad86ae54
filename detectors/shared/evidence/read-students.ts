/** The students of a message, weighed once for all detectors that ask what is said about them. */
import type { DirectoryLookup, ExtractedMessage } from '../../detector.ts';
import { readDataFile } from '../text/data-file.ts';
import { openLinearModel, type LinearModelData } from './linear-model.ts';
import { pairContext, type PairContext } from './pair-context.ts';
import { weigh, type Models, type StudentCandidate } from './weigh.ts';

export interface StudentsRead {
  readonly context: PairContext;
  /** Full names that more likely than not mean a student. */
  readonly students: readonly StudentCandidate[];
}

export type ReadStudents = (message: ExtractedMessage) => StudentsRead;

export const studentModels: Models = { person: load('person'), locator: load('locator') };

function load(name: string) {
  return openLinearModel(
    JSON.parse(readDataFile(new URL(`./models/${name}.json`, import.meta.url))) as LinearModelData,
  );
}

const readers = new WeakMap<DirectoryLookup, ReadStudents>();

/** The reader of a directory: a message is read once, whoever asks. */
export function studentReader(directory: DirectoryLookup): ReadStudents {
  let reader = readers.get(directory);
  if (!reader) {
    reader = createReader(directory);
    readers.set(directory, reader);
  }
  return reader;
}

function createReader(directory: DirectoryLookup): ReadStudents {
  const known = new WeakMap<ExtractedMessage, StudentsRead>();
  return (message) => {
    let found = known.get(message);
    if (!found) {
      const weighed = weigh(message, directory, studentModels);
      found = { context: pairContext(weighed), students: weighed.students.filter(({ best }) => best > 0) };
      known.set(message, found);
    }
    return found;
  };
}
