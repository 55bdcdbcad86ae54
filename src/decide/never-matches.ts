/** Finds conditions of a pack that no message can fulfil: codes that nothing reports, and codes that the rule itself leaves out. */
import { nearest } from '../config/did-you-mean.ts';
import { globMatches } from '../message/address-pattern.ts';
import type { PolicyPack } from './pack-schema.ts';

export interface NeverMatching {
  readonly rule: string;
  /** A pattern of `codes`; undefined where each code that the patterns match is in `notCodes`. */
  readonly pattern?: string;
  /** The pattern or code that is probably meant. */
  readonly suggestion?: string;
}

/** @param codes every code that a detector reports */
export function neverMatching(pack: Pick<PolicyPack, 'rules'>, codes: readonly string[]): NeverMatching[] {
  return pack.rules.flatMap(({ id, when }) => {
    const dead = (when.codes ?? []).filter((pattern) => !codes.some((code) => globMatches(pattern, code)));
    const found = dead.map((pattern): NeverMatching => {
      const suggestion = suggestionFor(pattern, codes);
      return { rule: id, pattern, ...(suggestion !== undefined && { suggestion }) };
    });
    if (when.codes === undefined || dead.length > 0) return found;
    const left = codes.filter(
      (code) => matchesAny(when.codes!, code) && !(when.notCodes !== undefined && matchesAny(when.notCodes, code)),
    );
    return left.length === 0 ? [{ rule: id }] : [];
  });
}

const matchesAny = (patterns: readonly string[], code: string): boolean =>
  patterns.some((pattern) => globMatches(pattern, code));

function suggestionFor(pattern: string, codes: readonly string[]): string | undefined {
  const families = [...new Set(codes.map((code) => `${code.split('.')[0]}.*`))];
  return nearest(pattern, pattern.endsWith('.*') ? families : codes);
}
