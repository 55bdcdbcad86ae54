/** What is learnt about students' data: which pairs and cases a message gives, for locators and relatives and for records. */
import type { Detect, ExtractedMessage } from '../../../detectors/detector.ts';
import { leastOfRules } from '../../../detectors/shared/evidence/joint-cases.ts';
import type { JointShape, ModelPair } from '../../../detectors/shared/evidence/joint.ts';
import type { LeastScores } from '../../../detectors/shared/evidence/joint-model.ts';
import type { LinearModel } from '../../../detectors/shared/evidence/linear-model.ts';
import type { TreeModel } from '../../../detectors/shared/evidence/tree-model.ts';
import type { Models, WeighedMessage } from '../../../detectors/shared/evidence/weigh.ts';
import * as pii from '../../../detectors/student-pii/by-evidence.ts';
import { findByRules as piiRules } from '../../../detectors/student-pii/by-rules.ts';
import { pairFeatureNames, type Pair } from '../../../detectors/student-pii/evidence-pairs.ts';
import * as record from '../../../detectors/student-record/by-evidence.ts';
import { findByRules as recordRules } from '../../../detectors/student-record/by-rules.ts';
import { recordFeatureNames, type RecordPair } from '../../../detectors/student-record/evidence-pairs.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { labelledPairs, labelledRecords, type Read } from './gather.ts';

/** A labelled pair of whatever kind. */
export interface Labelled {
  readonly pair: {
    readonly values: readonly number[];
    readonly student: { readonly key: string; readonly name: string };
  };
  readonly label: 0 | 1;
}
/** The models of people, locators and statements. */
export interface Fitted {
  readonly models: Models;
  readonly statements: LinearModel;
}

export interface Kind {
  readonly features: readonly string[];
  readonly label: string;
  readonly joint: string;
  readonly shape: JointShape;
  /**
   * How sure findings must be. Set by what was right on sets of strangers' mail that had been met before, and for strangers by
   * `clean-mail.ts` on ordinary office mail: the corpus is full of what tempts, and its shares are not those of mail.
   */
  readonly least: LeastScores;
  readonly rules: (directory: Directory) => Detect;
  readonly of: (one: Read, fitted: Fitted) => { weighed: WeighedMessage; pairs: Labelled[] };
  readonly modelPairs: (pairs: readonly Labelled[], model: TreeModel, message: ExtractedMessage) => ModelPair[];
}

export const kinds: Readonly<Record<string, Kind>> = {
  pair: {
    features: pairFeatureNames,
    label: 'student_pii',
    joint: 'joint',
    shape: pii.jointShape,
    least: {
      byRules: 0.6,
      alone: { 'student-pii.phone': 0.6, 'student-pii.family-name': 0.68 },
      strangers: { other: 0.65, 'student-pii.phone': 0.67 },
    },
    rules: (directory) => piiRules(directory, true, leastOfRules),
    of: (one, { models }) => labelledPairs(one, models),
    modelPairs: (pairs, model) =>
      pii.modelPairs(
        pairs.map(({ pair }) => pair as Pair),
        model,
      ),
  },
  'record-pair': {
    features: recordFeatureNames,
    label: 'student_record',
    joint: 'record-joint',
    shape: record.jointShape,
    least: {
      byRules: 0.57,
      alone: {
        'student-record.circumstances': 0.85,
        'student-record.grades': 0.75,
        'student-record.health': 0.7,
        'student-record.special-education': 0.55,
        'student-record.student-id': 0.75,
      },
      // What is said of staff and of other people's children sounds alike.
      strangers: {
        other: 0.6,
        'student-record.circumstances': 0.87,
        'student-record.grades': 0.8,
        'student-record.health': 0.75,
      },
    },
    rules: (directory) => recordRules(directory, true, leastOfRules),
    of: (one, { models, statements }) => labelledRecords(one, models, statements),
    modelPairs: (pairs, model, message) =>
      record.modelPairs(
        pairs.map(({ pair }) => pair as RecordPair),
        model,
        message,
      ),
  },
};
