/** What a recipient's address and display name say: a family's mailbox, one that bears a name, or an organization's. */
import type { Mailbox } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import { familyWords, isRelative } from './likely-family-words.ts';

export interface FamilyAddress {
  /** The local part or the display name has this folded name in it. */
  has(name: string): boolean;
  /** `jaxonsmom`, `thefamily`. */
  readonly kin: boolean;
  /** `orders@`, `info@`: no person's mailbox. */
  readonly role: boolean;
  /** `elm.office@`: nobody's own, unless the rest is a name. */
  readonly partRole: boolean;
  /** The domain has a word for a company, agency, club or the like in it. */
  readonly organization: boolean;
  /** The domain looks like that of a mailbox provider. */
  readonly provider: boolean;
}

/** Shorter names are looked for as words of their own, since they stand inside other names by chance. */
const shortName = 4;
/** Shorter words for organizations must be a whole label or stand at the end of one. */
const shortWord = 5;

export function readFamilyAddress(address: string, mailbox: Mailbox | undefined): FamilyAddress {
  const at = address.lastIndexOf('@');
  const local = nameKeys(address.slice(0, at).replace(/[._+\d-]+/g, ' '));
  const joined = local.join('');
  const display = nameKeys(mailbox?.name ?? '');
  const { organization, provider } = domainKind(address.slice(at + 1).toLowerCase());
  return {
    has: (name) =>
      name.length > 1 &&
      (display.includes(name) || local.includes(name) || (name.length >= shortName && joined.includes(name))),
    kin:
      [...local, ...display].some((key) => key === 'family' || isRelative(key)) || /(?:mom|dad|family)$/.test(joined),
    role: local.every((key) => familyWords.roles.has(key)) || familyWords.roles.has(joined),
    partRole: local.some((key) => familyWords.roles.has(key)),
    organization,
    provider,
  };
}

type DomainKind = Pick<FamilyAddress, 'organization' | 'provider'>;

/** A list has the same domains over and over. */
const kinds = new Map<string, DomainKind>();
const mostKinds = 1000;

function domainKind(domain: string): DomainKind {
  let kind = kinds.get(domain);
  if (!kind) {
    const labels = domain
      .split('.')
      .slice(0, -1)
      .flatMap((label) => label.split('-'));
    const provider = hasWord(labels, familyWords.mailboxes);
    kind = { provider, organization: !provider && hasWord(labels, familyWords.organizations) };
    if (kinds.size >= mostKinds) kinds.clear();
    kinds.set(domain, kind);
  }
  return kind;
}

function hasWord(labels: readonly string[], words: ReadonlySet<string>): boolean {
  return labels.some((label) =>
    [...words].some(
      (word) => label === word || (word.length >= shortWord ? label.includes(word) : label.endsWith(word)),
    ),
  );
}
