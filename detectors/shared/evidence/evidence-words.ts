/** Pieces of evidence in plain words, for the reasons of a finding: what they say, never the message's own words. */
import type { Reason } from '../../detector.ts';
import type { TreeModel } from './tree-model.ts';

/** What a feature of a pair says where it speaks for the finding, and where it speaks against it. */
const ofPairs: Readonly<Record<string, readonly [speaksFor: string, speaksAgainst: string]>> = {
  'student odds': ['the words around the name suggest a student', 'the words around the name do not suggest a student'],
  'student best odds': [
    'the same name is a student’s elsewhere in the message',
    'nothing in the message says that the name is a student’s',
  ],
  'name family odds': ['the name is not a relative’s', 'the name may be a relative’s'],
  'name staff odds': ['the name is not a staff member’s', 'the name may be a staff member’s'],
  'name adult odds': ['the name is not another adult’s', 'the name may be another adult’s'],
  'name public odds': ['the name is not a public figure’s', 'the name may be a public figure’s or an author’s'],
  'name thing odds': ['the name is a person’s', 'the name may be that of a place or thing'],
  'name none odds': ['the words are a name', 'the words may not be a name'],
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
  'staff owner odds': ['it is not a staff member’s', 'it may be a staff member’s'],
  'school owner odds': ['it is not the school’s', 'it may be the school’s'],
  'other owner odds': ['it is not a business’s or event’s', 'it may be a business’s or event’s'],
  'no locator odds': ['it looks like an address, phone number or place', 'it may be something else'],
  own: ['it is not the district’s own', 'it is the district’s own'],
  'other number': [
    'nothing says that the number is of another kind',
    'part of a link or code, or called another kind of number',
  ],
  'roster gives it': ['the roster gives it to this student', 'the roster does not give it to this student'],
  'roster gives it to another': ['the roster gives it to nobody else', 'the roster gives it to another student'],
  'roster knows another': ['the roster has no other for this student', 'the roster has another one for this student'],
  'relative family odds': [
    'the words around say that a relative is meant',
    'the words around do not say that a relative is meant',
  ],
  'relative same surname': ['the surname is the student’s', 'the surname is not the student’s'],
  'roster relative': ['a relative according to the roster', 'not a relative according to the roster'],
  'roster relative full': ['a relative according to the roster, with the surname', 'only a given name'],
  'same record': ['in the same row or form', 'not in the same row or form'],
  'same field': ['in the same field', 'not in the same field'],
  'same line': ['on the same line as the name', 'not on the same line as the name'],
  'same sentence': ['in the same sentence as the name', 'not in the same sentence as the name'],
  'same paragraph': ['in the same paragraph as the name', 'not in the same paragraph as the name'],
  'same part': ['in the same part', 'in another part'],
  'lines apart': ['near the name', 'many lines from the name'],
  'sentences apart': ['near the name', 'many sentences from the name'],
  'between students': ['no other student is named in between', 'another student is named in between'],
  'between others': ['nobody else is named in between', 'somebody else is named in between'],
  rank: ['no other student is named nearer', 'another student is named nearer'],
  students: ['the number of students named', 'the number of students named'],
  repeated: ['the same stands beside other names', 'the same does not stand beside other names'],
  'repeated share': ['the same stands beside most names', 'the same does not stand beside most names'],
  'only student': ['the only student in the message', 'one of several students'],
  'given name near': ['the given name is next to it', 'the given name is not next to it'],
  'another name on line': ['nobody else is named on its line', 'somebody else is named on its line'],
  aligned: ['at the same position in a list of the same length', 'not in a list of the same length'],
  'zone legal': ['not in a footer, signature or meeting block', 'in a footer, signature or meeting block'],
  'zone notice': ['not in a notice', 'in a legal notice or the footer of a list'],
  'zone own': ['in the sender’s words', 'not in the sender’s words'],
  'zone quoted': ['in a quoted message', 'not in a quoted message'],
};

/**
 * What a pair of a student and a number, address or place has no value for, and what one of a student and a relative has none for.
 * Such features are 0 there: a tree that asks for them only asks which of both it is.
 */
const ofRelatives = /^(?:relative|roster relative) /;
const ofLocators = /^(?:.* owner odds|no locator odds|own|other number|roster gives it.*|roster knows another)$/;

function applies(feature: string, isRelative: boolean | undefined): boolean {
  return isRelative === undefined || !(isRelative ? ofLocators : ofRelatives).test(feature);
}

/** Undefined for pieces that say little by themselves. */
function pairInWords(feature: string, weight: number): string | undefined {
  return ofPairs[feature]?.[weight > 0 ? 0 : 1];
}

/** Pieces of evidence that a finding names. */
const mostReasons = 5;

/** The heaviest pieces of evidence of a pair, for and against. @param values in the order of the model's features */
export function evidenceReasons(model: TreeModel, values: ArrayLike<number>): Reason[] {
  const relative = model.features.indexOf('relative');
  const isRelative = relative < 0 ? undefined : values[relative] === 1;
  return model
    .heaviest(values, 16)
    .flatMap(({ feature, weight }): Reason[] => {
      const words = applies(feature, isRelative) ? pairInWords(feature, weight) : undefined;
      return words === undefined ? [] : [{ rule: weight > 0 ? 'for' : 'against', context: words }];
    })
    .slice(0, mostReasons);
}
