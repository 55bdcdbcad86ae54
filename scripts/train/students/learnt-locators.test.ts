/** The models meet what is learnt from signatures: the corpus has it, marked as what it is. */
import { expect, it } from '@jest/globals';
import path from 'node:path';
import { examplesOf } from './gather.ts';
import { markedMessages, openCorpusDirectory } from './corpus-messages.ts';
import { ownerClasses } from './labels.ts';
import { learntLocators, withLearnt } from './learnt-locators.ts';

const folder = path.join(import.meta.dirname, '../../../corpus/students/harbor-union');

it('half of the district’s own is learnt, the same half each time', () => {
  const learnt = learntLocators(folder);
  expect(learnt).toEqual(learntLocators(folder));
  expect(new Set(learnt.map(({ kind }) => kind))).toEqual(new Set(['phone', 'address']));
  const directory = openCorpusDirectory(folder, 'right');
  const changed = withLearnt(directory, learnt);
  const phones = learnt.filter(({ kind }) => kind === 'phone');
  expect(phones.some(({ key }) => directory.isOwnPhone(key))).toBe(true);
  expect(phones.some(({ key }) => changed.isOwnPhone(key))).toBe(false);
  expect(learnt.every((one) => changed.isInSignatures(one))).toBe(true);
});

it('examples of locators have it as a feature, and none of them is marked as a family’s', async () => {
  const directory = withLearnt(openCorpusDirectory(folder, 'right'), learntLocators(folder));
  const labels: string[] = [];
  for await (const marked of markedMessages(folder, directory))
    for (const { features, label } of examplesOf({ reading: 'right', marked, directory }).locators)
      if (features.includes('own learnt')) labels.push(ownerClasses[label]!);
  expect(labels.length).toBeGreaterThan(20);
  expect(labels).not.toContain('family');
});
