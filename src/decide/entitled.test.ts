/** Entitlement in the verdict against the plain rule: own students and grants, recipient by recipient, finding by finding. */
import type { RecipientFacts } from '../../detectors/detector.ts';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { globMatches } from '../message/address-pattern.ts';
import { decide } from './decide.ts';
import { parsePack } from './load-pack.ts';
import type { DecisionInput, FindingFact } from './verdict.ts';

const pack = parsePack(
  [
    'name: p',
    'title: P',
    'version: 1',
    'rules: [{id: r, title: R, when: {codes: ["*"], recipients: unentitled, colleagues: false, minScore: 0}, action: quarantine}]',
  ].join('\n'),
  '/',
);
const codes = ['student-pii.phone', 'student-pii.location', 'student-record.health'];
const students = ['s1', 's2', 's3'];

const finding: fc.Arbitrary<FindingFact> = fc.record({
  code: fc.constantFrom(...codes),
  score: fc.constant(0.9),
  student: fc.constantFrom(...students),
  inDirectory: fc.boolean(),
});
const grant = fc.record({
  purpose: fc.constant('yearbook'),
  codes: fc.subarray(['student-pii.*', '*.health', '*'], { minLength: 1 }),
  students: fc.oneof(fc.constant('all' as const), fc.subarray(students)),
});
const recipient: fc.Arbitrary<RecipientFacts> = fc.record({
  address: fc.constantFrom('a@out.example', 'b@school.example'),
  inside: fc.boolean(),
  staff: fc.boolean(),
  entitledTo: fc.subarray(students),
  grants: fc.array(grant, { maxLength: 2 }),
});

function may(recipient: RecipientFacts, { code, student, inDirectory }: FindingFact): boolean {
  const known = inDirectory === true && student !== undefined;
  if (known && recipient.entitledTo.includes(student)) return true;
  return (recipient.grants ?? []).some(
    (entry) =>
      (entry.students === 'all' || (known && entry.students.includes(student))) &&
      entry.codes.some((glob) => globMatches(glob, code)),
  );
}

it('counts what some recipient may not have, and those recipients', () => {
  fc.assert(
    fc.property(
      fc.array(finding, { minLength: 1, maxLength: 8 }),
      fc.array(recipient, { minLength: 1, maxLength: 4 }),
      (findings, recipients) => {
        const input: DecisionInput = {
          sender: 't@school.example',
          recipients,
          findings,
          unread: [],
          failures: [],
          receivedAt: '2026-11-09T15:00:00Z',
        };
        const judged = recipients.flatMap((entry, at) =>
          entry.inside && (entry.staff === true || entry.entitledTo.length === 0) ? [] : [at],
        );
        const expected = {
          recipients: judged.filter((at) => findings.some((fact) => !may(recipients[at]!, fact))),
          findings: [...findings.keys()].filter((at) => judged.some((who) => !may(recipients[who]!, findings[at]!))),
        };
        const [rule] = decide(input, pack).rules;
        expect(rule && { recipients: rule.recipients, findings: rule.findings }).toEqual(
          expected.recipients.length === 0 ? undefined : expected,
        );
      },
    ),
    { numRuns: 500 },
  );
});
