/** Phones and street addresses that stand in the sender's own signature: what the gateway learns the district's own locators from. */
import type { DirectoryLookup, ExtractedMessage, LocatorKey, Span } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import { overlapsAny } from '../text/sorted-spans.ts';
import { writerOf } from '../reading/zones.ts';
import { ownersOf } from './locators.ts';
import type { PartView } from './part-view.ts';

/** A signature with more is none: a staff directory, a list of contacts. */
const mostInMessage = 6;
/** Fewer digits are the number of many people, each with another area code. */
const fullPhone = 10;

interface PartSpan extends Span {
  readonly part: string;
}

/**
 * Without what the roster gives to a student's household, what the directory has as the district's own, and what a detector has found.
 *
 * @param findings of all detectors: what looks like a student's is not learnt
 * @returns each once; none where there are more than a signature has
 */
export function signatureLocators(
  message: ExtractedMessage,
  views: readonly PartView[],
  directory: DirectoryLookup,
  findings: readonly PartSpan[],
): LocatorKey[] {
  const owners = ownersOf(directory);
  const writer = new Set(writerOf(message));
  const found = new Map<string, LocatorKey>();
  for (const view of views) {
    for (const zone of ownSignatures(view, writer)) {
      for (const one of locatorsWithin(view, zone)) {
        const { kind, key } = one;
        if (kind === 'phone' ? directory.isOwnPhone(key) : directory.isOwnAddress(key)) continue;
        if (owners(kind, key).size > 0 || findings.some((finding) => covers(finding, view, one))) continue;
        found.set(`${kind} ${key}`, { kind, key });
      }
    }
  }
  return found.size > mostInMessage ? [] : [...found.values()];
}

/** Signatures that name the writer, above everything that somebody else wrote. */
function ownSignatures(view: PartView, writer: ReadonlySet<string>): readonly Span[] {
  const { part, text } = view;
  if (part.kind !== 'body' || part.id === 'names') return [];
  const zones = view.zones();
  const others = zones.find(({ zone }) => zone === 'quoted' || zone === 'forwarded' || zone === 'auto');
  const limit = Math.min(others?.start ?? text.length, part.quoted[0]?.start ?? text.length);
  return zones.filter(
    ({ zone, start, end }) =>
      zone === 'signature' &&
      end <= limit &&
      !overlapsAny(part.hidden, { start, end }) &&
      nameKeys(text.slice(start, end)).some((key) => writer.has(key)),
  );
}

function locatorsWithin(view: PartView, zone: Span): (LocatorKey & Span)[] {
  const within = ({ start, end }: Span): boolean => start >= zone.start && end <= zone.end;
  const phones = view.phones().filter((phone) => within(phone) && phone.digits.length >= fullPhone);
  const addresses = view.addresses().filter((address) => within(address) && !address.needsCue && address.key !== '');
  return [
    ...phones.map(({ start, end, digits }) => ({ kind: 'phone' as const, key: digits, start, end })),
    ...addresses.map(({ start, end, key }) => ({ kind: 'address' as const, key, start, end })),
  ];
}

function covers(finding: PartSpan, view: PartView, { start, end }: Span): boolean {
  return finding.part === view.part.id && finding.start < end && finding.end > start;
}
