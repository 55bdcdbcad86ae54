/** A person of the directory with nothing known but what a test says. */
import type { DirectoryPerson } from '../../detectors/detector.ts';

export function person(known: Partial<DirectoryPerson> & Pick<DirectoryPerson, 'id'>): DirectoryPerson {
  return {
    role: 'student',
    staff: known.role === 'staff',
    givenName: '',
    familyName: '',
    middleName: '',
    preferredNames: [],
    preferredFamilyName: '',
    emails: [],
    phones: [],
    addresses: [],
    relatedIds: [],
    numbers: [],
    birthDate: '',
    grade: '',
    mediaRestricted: false,
    schools: [],
    ...known,
  };
}
