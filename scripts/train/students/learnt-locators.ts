/** A district of the corpus whose gateway has learnt from signatures: half of its staff's and schools' phones and addresses are known from these alone. */
import path from 'node:path';
import type { LocatorKey } from '../../../detectors/detector.ts';
import { addressKey } from '../../../detectors/shared/people/addresses.ts';
import { phoneDigits } from '../../../detectors/shared/people/phones.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { seededNumbers } from '../../neutral-changes/text-changes.ts';
import { readRows } from './read-corpus.ts';

const nameOf = ({ kind, key }: LocatorKey): string => `${kind} ${key}`;

/** The same ones each time. */
export function learntLocators(folder: string): LocatorKey[] {
  const staff = readRows(path.join(folder, 'staff.csv'));
  const schools = readRows(path.join(folder, 'schools.csv'));
  const phones = [...staff, ...schools].map(({ phone = '' }) => ({ kind: 'phone' as const, key: phoneDigits(phone) }));
  const addresses = schools.map(({ street = '' }) => ({ kind: 'address' as const, key: addressKey(street) }));
  const known = [...phones, ...addresses].filter(({ key }) => key !== '');
  return [...new Map(known.map((one) => [nameOf(one), one])).entries()]
    .filter(([name]) => seededNumbers(`learnt ${name}`)() < 0.5)
    .map(([, one]) => one);
}

/** As the gateway knows the district: what is learnt is not known from the roster, and what a household has is not learnt. */
export function withLearnt(directory: Directory, learnt: readonly LocatorKey[]): Directory {
  const names = new Set(learnt.map(nameOf));
  const isLearnt = (locator: LocatorKey): boolean => names.has(nameOf(locator));
  return {
    ...directory,
    isOwnPhone: (key) => !isLearnt({ kind: 'phone', key }) && directory.isOwnPhone(key),
    isOwnAddress: (key) => !isLearnt({ kind: 'address', key }) && directory.isOwnAddress(key),
    isInSignatures: isLearnt,
  };
}
