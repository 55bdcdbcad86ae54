/** Completion in the text of a policy, by the keys above the caret; `|` is the caret. */
import { expect, it } from '@jest/globals';
import { packVocabulary } from '../../../policy/vocabulary.ts';
import { completionAt } from './completion.ts';

const vocabulary = packVocabulary(['threat.harm', 'student-pii.phone', 'student-pii.email'], (code) => code);
const words = {
  vocabulary: {
    keys: vocabulary.keys.map((key) => ({ ...key, values: [...key.values] })),
    codes: [...vocabulary.codes],
    packs: [...vocabulary.packs],
  },
  ids: { rules: ['selling'], clauses: ['one', 'two'], groups: ['nurses-office'], policies: ['board'] },
};

const at = (text: string): string[] => {
  const caret = text.indexOf('|');
  const found = completionAt(text.replace('|', ''), caret, words);
  return found?.choices.map((choice) => choice.text) ?? [];
};

it.each([
  ['keys at the top', 'na|', ['name: ']],
  ['keys of a rule', 'rules:\n  - id: a\n    un|', ['unanswered: ']],
  ['the first key of a rule', 'rules:\n  - unan|', ['unanswered: ']],
  ['keys of a condition', 'rules:\n  - id: a\n    when:\n      notC|', ['notCodes: ']],
  [
    'keys after a list of another section',
    'rules:\n  - id: a\n    when:\n      codes:\n        - x\n    acti|',
    ['action: '],
  ],
  ['values', 'rules:\n  - id: a\n    action: war|', ['warn']],
  ['values of a list in one line', 'rules:\n  - id: a\n    tell: [sender, sec|', ['security']],
  ['true or false', 'monitor: t|', ['true']],
  ['codes', 'rules:\n  - id: a\n    when: { codes: [student-pii.ph|', ['student-pii.phone']],
  ['families of codes', 'rules:\n  - id: a\n    when:\n      codes: [threat|', ['threat.harm', 'threat.*']],
  [
    'codes in a list of lines',
    'rules:\n  - id: a\n    when:\n      codes:\n        - thr|',
    ['threat.harm', 'threat.*'],
  ],
  ['groups', 'rules:\n  - id: a\n    when:\n      senderGroups: [n|', ['nurses-office']],
  ['clauses', 'rules:\n  - { id: a, clauses: [one, tw|', ['two']],
  [
    'rules, those just written included',
    'rules:\n  - id: sell-more\n\nexceptions:\n  - rules: [sell|',
    ['selling', 'sell-more'],
  ],
  ['policies of a clause, below its free id', 'clauses:\n  c-1:\n    policy: b|', ['board']],
  ['keys of a case', 'cases:\n  - name: x\n    expect: { act|', ['action: ']],
  ['included packs', 'extends: kenosha|', ['kenosha-4226']],
])('offers %s', (_what, text, expected) => {
  expect(at(text)).toEqual(expected);
});

it.each(['# na|', 'title: A policy of |', 'rules:\n  - id: a\n    title: "wa|', 'nonsense:\n  ac|'])(
  'offers nothing in %j',
  (text) => {
    expect(at(text)).toEqual([]);
  },
);
