/** Pieces of evidence in plain words, for the reasons of a finding: what they say, never the message's own words. */
import type { Reason } from '../../detector.ts';
import type { TreeModel } from './tree-model.ts';

/** What a feature of a pair says where it speaks for the finding, and where it speaks against it. */
const ofPairs: Readonly<Record<string, readonly [speaksFor: string, speaksAgainst: string]>> = {
  'student odds': [
    'the words around the name speak of a student',
    'the words around the name do not speak of a student',
  ],
  'student best odds': [
    'the same name is a student’s elsewhere in the message',
    'nothing in the message says that the name is a student’s',
  ],
  'name family odds': ['the name is not a relative’s', 'the name may be a relative’s'],
  'name staff odds': ['the name is not of somebody on the staff', 'the name may be of somebody on the staff'],
  'name adult odds': ['the name is not another adult’s', 'the name may be another adult’s'],
  'name public odds': ['the name is not a public figure’s', 'the name may be a public figure’s or an author’s'],
  'name thing odds': ['the name is a person’s', 'the name may be that of a place or thing'],
  'name none odds': ['the words are a name', 'the words may be no name'],
  'on roster': ['the name is on the roster', 'the name is not on the roster'],
  namesakes: ['only one student has this name', 'several students have this name'],
  'roster agrees': [
    'the message repeats what the roster says of this student',
    'nothing else in the message agrees with the roster',
  ],
  'likely name': ['the words are common as names', 'the words are rare as names'],
  'family owner odds': [
    'the words around say that it belongs to a family',
    'the words around do not say that it belongs to a family',
  ],
  'staff owner odds': ['it is not of somebody on the staff', 'it may be of somebody on the staff'],
  'school owner odds': ['it is not the school’s', 'it may be the school’s'],
  'other owner odds': ['it is not a business’s or event’s', 'it may be a business’s or event’s'],
  'no locator odds': ['it has the form of a locator', 'it may be something else'],
  own: ['it is not the district’s', 'the district has it itself'],
  'roster gives it': ['the roster gives it to this student', 'the roster does not give it to this student'],
  'roster gives it to another': ['the roster gives it to nobody else', 'the roster gives it to another student'],
  'roster knows another': ['the roster has no other for this student', 'the roster has another one for this student'],
  'relative family odds': [
    'the words around say that a relative is meant',
    'the words around do not say that a relative is meant',
  ],
  'relative same surname': ['the surname is the student’s', 'the surname is not the student’s'],
  'roster relative': ['a relative by the roster', 'not a relative by the roster'],
  'roster relative full': ['a relative by the roster, with the surname', 'a given name alone'],
  'same record': ['in the same row or form', 'not in the same row or form'],
  'same field': ['in the same field', 'not in the same field'],
  'same line': ['on the line of the name', 'not on the line of the name'],
  'same sentence': ['in the sentence of the name', 'not in the sentence of the name'],
  'same paragraph': ['in the paragraph of the name', 'not in the paragraph of the name'],
  'same part': ['in the same part', 'in another part'],
  'lines apart': ['near the name', 'many lines from the name'],
  'sentences apart': ['near the name', 'many sentences from the name'],
  'between students': ['no other student stands between', 'another student stands between'],
  'between others': ['nobody else stands between', 'somebody else stands between'],
  rank: ['no other student stands nearer', 'another student stands nearer'],
  students: ['the number of students named', 'the number of students named'],
  'only student': ['the only student of the message', 'one of several students'],
  'given name near': ['the given name stands beside it', 'the given name does not stand beside it'],
  'another name on line': ['nobody else stands on its line', 'somebody else stands on its line'],
  aligned: ['at the same place of a list as long', 'not in a list as long'],
  'zone legal': ['not in a footer, signature or meeting block', 'in a footer, signature or meeting block'],
  'zone notice': ['not in a notice', 'in a legal notice or the footer of a list'],
  'zone own': ['in the sender’s words', 'not in the sender’s words'],
  'zone quoted': ['in a quoted message', 'not in a quoted message'],
};

/** Undefined for pieces that say little by themselves. */
function pairInWords(feature: string, weight: number): string | undefined {
  return ofPairs[feature]?.[weight > 0 ? 0 : 1];
}

/** Pieces of evidence that a finding names. */
const mostReasons = 5;

/** The heaviest pieces of evidence of a pair, for and against. @param values in the order of the model's features */
export function evidenceReasons(model: TreeModel, values: ArrayLike<number>): Reason[] {
  return model
    .heaviest(values, 12)
    .flatMap(({ feature, weight }): Reason[] => {
      const words = pairInWords(feature, weight);
      return words === undefined ? [] : [{ rule: weight > 0 ? 'for' : 'against', context: words }];
    })
    .slice(0, mostReasons);
}
