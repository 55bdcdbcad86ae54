/** From a scan to the policy's facts: students known from the text alone are numbered, never named. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadPack } from '../decide/load-pack.ts';
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import { assess } from './assess.ts';

const pack = loadPack('default');
const at = new Date('2026-11-09T14:15:00Z');
const code = 'student-pii.phone';

function scanOf(subjects: readonly ({ name: string; id?: string } | undefined)[]): Omit<ScanResult, 'parts' | 'ms'> {
  const findings = subjects.map((subject, n): DetectedFinding => ({
    detector: 'student-pii',
    code,
    part: '1',
    start: n,
    end: n + 1,
    score: 0.9,
    because: [{ rule: 'r', context: 'text' }],
    masked: `a phone number ending in 0${n % 10}`,
    ...(subject ? { subject } : {}),
  }));
  return {
    subject: 'Zebra secrets',
    recipients: [{ address: 'a@museum.example', inside: false, entitledTo: [] }],
    findings,
    unread: [{ part: '2', filename: 'zebra.pdf', contentType: 'application/pdf', reason: 'unsupported', size: 10 }],
    failures: [],
  };
}

describe('the facts that the policy sees', () => {
  it('name nobody, whoever was found', () => {
    const name = fc.stringMatching(/^Zebra[a-zé]{3,10} [A-Z][a-zñ]{3,10}$/);
    const subject = fc.option(fc.record({ name, id: fc.stringMatching(/^s-\d{1,5}$/) }, { requiredKeys: ['name'] }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 12 }), (subjects) => {
        const { input, verdict } = assess(scanOf(subjects), 'a@school.example', at, pack);
        expect(JSON.stringify([input, verdict]).toLowerCase()).not.toContain('zebra');
        expect(input.findings).toHaveLength(subjects.length);
        for (const [i, fact] of input.findings.entries()) {
          const found = subjects[i];
          expect(fact.inDirectory ?? false).toBe(found?.id !== undefined);
          expect(fact.student !== undefined).toBe(found !== undefined);
          if (found?.id !== undefined) expect(fact.student).toBe(found.id);
        }
        // The same name is the same student, however it is written; another name is another one.
        const unlisted = subjects.flatMap((one, i) => (one && one.id === undefined ? [{ one, i }] : []));
        for (const a of unlisted)
          for (const b of unlisted) {
            const same = a.one.name.normalize('NFKD').toLowerCase() === b.one.name.normalize('NFKD').toLowerCase();
            expect(input.findings[a.i]!.student === input.findings[b.i]!.student).toBe(same);
          }
      }),
      { numRuns: 200 },
    );
  });

  it('what names people is in the sealed part, in the order of the findings', () => {
    const { sealed, verdict } = assess(scanOf([{ name: 'Zebra One' }, undefined]), 'a@school.example', at, pack);
    expect(sealed).toMatchObject({
      subject: 'Zebra secrets',
      findings: [{ code, subject: { name: 'Zebra One' } }, { code }],
    });
    expect(verdict.action).toBe('quarantine');
  });
});
