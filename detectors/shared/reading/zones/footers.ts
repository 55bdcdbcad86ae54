/** Finds legal notices and footers of mailing lists: sentences in the words of such notices, wherever they stand. */
import type { Zone } from './zone.ts';
import { weightOf, type Unit } from './units.ts';
import { mailPhrases, signatureWords, type Cue } from './vocabulary.ts';

/** Sum of weights with which a block begins, and with which it goes on. */
const begins = 3;
const goesOn = 1;
/** A sentence of a notice has at least one point of weight in so many words. */
const sparsest = 12;
/** A phone, a house or a name, which a notice does not end with. */
const holdsData = /\d{3}\D{0,3}\d{4}|\b\d{1,6} \p{Lu}|\p{Lu}\p{Ll}+,? \p{Lu}\p{Ll}+/u;
/** Words that say how a notice names the one to write to. */
const contacts = mailPhrases.phrases('contacts');
/** Laws and offices after which a notice names who is to be asked. */
const offices = mailPhrases.phrases('offices');
const officeNames = mailPhrases.phrases('officeNames');
/** Words about somebody: a notice is about nobody. */
const personal = mailPhrases.phrases('personal');

/** Blocks of one kind. @param units of one voice, in order */
export function footerZones(text: string, units: readonly Unit[], zone: 'legal' | 'list'): Zone[] {
  const found: Zone[] = [];
  for (let at = 0; at < units.length; at += 1) {
    if (!isStrong(units[at]!, zone)) continue;
    let from = at;
    while (from > 0 && belongsAbove(text, units[from - 1]!, units[from]!, zone, found.at(-1))) from -= 1;
    let to = at + 1;
    while (
      to < units.length &&
      isNear(units[to - 1]!, units[to]!) &&
      (continues(units[to]!, zone) || isContact(text, units[to - 1]!, units[to]!, zone))
    )
      to += 1;
    // What stands behind the last words of a notice in its sentence is cut off.
    for (let each = from; each < to; each += 1) {
      const unit = units[each]!;
      const end = endOf(text, unit, zone);
      const last = found.at(-1);
      if (last && each > from && last.end >= units[each - 1]!.end) found[found.length - 1] = { ...last, end };
      else found.push({ zone, start: unit.start, end });
    }
    at = to - 1;
  }
  return found;
}

function scoreOf(unit: Unit, zone: 'legal' | 'list'): number {
  const against = zone === 'legal' ? unit.words.filter(({ key }) => personal.has(key)).length : 0;
  return weightOf(unit, zone) - 1.5 * against;
}

function isStrong(unit: Unit, zone: 'legal' | 'list'): boolean {
  const score = scoreOf(unit, zone);
  return score >= begins && score * sparsest >= unit.words.length;
}

function continues(unit: Unit, zone: 'legal' | 'list'): boolean {
  const score = scoreOf(unit, zone);
  return score >= goesOn && score * sparsest >= unit.words.length;
}

function isNear(one: Unit, other: Unit): boolean {
  return other.paragraph - one.paragraph <= (other.words.length > 3 ? 1 : 0);
}

/** The sentence above: in the words of a notice, or the name and address of a school in front of it. */
function belongsAbove(
  text: string,
  above: Unit,
  unit: Unit,
  zone: 'legal' | 'list',
  before: Zone | undefined,
): boolean {
  if (above.paragraph !== unit.paragraph || (before && before.end > above.start)) return false;
  if (continues(above, zone)) return true;
  return zone === 'legal' && /[.:]$/.test(text.slice(above.start, above.end)) && isOffice(text, above);
}

/** Name and address of an office: words of places and a number, nothing about anybody. */
function isOffice(text: string, unit: Unit): boolean {
  if (unit.words.length > 18 || !/\d/.test(text.slice(unit.start, unit.end))) return false;
  if (unit.words.some(({ key }) => personal.has(key))) return false;
  return unit.words.some(({ key }) => officeNames.has(key));
}

/** The office of a notice in a sentence of its own behind it: `Call 414-555-0101.` */
function isContact(text: string, before: Unit, unit: Unit, zone: 'legal' | 'list'): boolean {
  if (zone !== 'legal' || before.paragraph !== unit.paragraph || unit.words.length > 20) return false;
  const first = unit.words[0]?.key ?? '';
  return (
    (contacts.has(first) || first === 'for' || isOffice(text, unit)) &&
    scoreOf(unit, zone) >= 0 &&
    !unit.words.some(({ key }) => personal.has(key) || signatureWords.closings.has(key))
  );
}

function endOf(text: string, unit: Unit, zone: 'legal' | 'list'): number {
  const last = unit.cues.findLast((cue: Cue) => cue.zone === zone);
  if (!last) return unit.end;
  if (last.to >= unit.words.length) return unit.end;
  const lastWord = unit.words[last.to - 1]!;
  const rest = text.slice(lastWord.end, unit.end);
  const names = offices.has(unit.words[last.from]!.key) && /^(?:\W?\w{3})?:/.test(rest);
  const introduces =
    names || unit.words.slice(Math.max(0, last.from - 4), last.to + 4).some(({ key }) => contacts.has(key));
  if (introduces || zone === 'list' || !holdsData.test(rest)) return unit.end;
  return lastWord.end;
}
