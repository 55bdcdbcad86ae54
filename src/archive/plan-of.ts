/** The plan that the configuration makes: which archives get a copy of which message. */
import { archivesOf, missingArchiveRules } from '../config/archive-rules.ts';
import type { Config } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { ArchivePlan } from '../store/archive/archive-plan.ts';

type Section = Config['archive'];

export function archiveNames(section: Section): string[] {
  return archivesOf(section).map(({ name }) => name);
}

export function archivePlan(section: Section): ArchivePlan {
  const early = archivesOf(section).filter(({ when }) => when === 'accepted');
  const late = archivesOf(section).filter(({ when }) => when === 'verdict');
  const acceptedNames = early.map(({ name }) => name);
  return {
    accepted: () => acceptedNames,
    judged({ rules }) {
      // Exceptions and monitor mode change what a rule does, not what it says about the message.
      const matched = new Set(rules.map(({ id }) => id));
      return late
        .filter((archive) => archive.rules.length === 0 || archive.rules.some((id) => matched.has(id)))
        .map(({ name }) => name);
    },
  };
}

/** @param known ids of the rules of the policy pack @throws HallpassError archive.unknown-rule */
export function requireArchiveRules(section: Section, known: Iterable<string>): void {
  const unknown = missingArchiveRules(section, known);
  if (unknown.length > 0) throw new HallpassError('archive.unknown-rule', unknown.join(', '));
}
