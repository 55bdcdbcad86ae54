/** Numbers are weighed by their place: a model that was fitted on other features would go wrong without a word. */
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import * as pii from '../../student-pii/by-evidence.ts';
import { pairFeatureNames } from '../../student-pii/evidence-pairs.ts';
import * as record from '../../student-record/by-evidence.ts';
import { recordFeatureNames } from '../../student-record/evidence-pairs.ts';
import { jointFeatures } from './joint.ts';

it.each<[string, readonly string[]]>([
  ['student-pii/model.json', pairFeatureNames],
  ['student-pii/joint.json', jointFeatures(pii.jointShape)],
  ['student-record/model.json', recordFeatureNames],
  ['student-record/joint.json', jointFeatures(record.jointShape)],
])('%s was fitted on what the code gives', (file, features) => {
  const { features: fitted } = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as {
    features: readonly string[];
  };
  expect(fitted).toEqual(features);
});
