/** What is kept of too many findings: no code and, as far as there is room, no student is lost. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limitFindings } from './finding-limit.ts';
import type { DetectedFinding } from './detected-finding.ts';

const code = fc.constantFrom('a.one', 'a.two', 'b.one').map((text) => text as DetectedFinding['code']);
const finding = fc
  .record({ code, student: fc.nat(9), score: fc.integer({ min: 0, max: 100 }) })
  .map(({ code, student, score }): DetectedFinding => ({
    detector: 'a',
    code,
    part: '1',
    start: 0,
    end: 1,
    score: score / 100,
    because: [],
    masked: '',
    subject: { id: `s-${student}`, name: '' },
  }));
const findings = fc.array(finding, { maxLength: 60 });
const distinct = (list: readonly DetectedFinding[], key: (finding: DetectedFinding) => string) =>
  [...new Set(list.map(key))].sort();

describe('limitFindings', () => {
  it('keeps all where there are few', () => {
    fc.assert(fc.property(findings, (list) => expect(limitFindings(list, 60)).toEqual(list)));
  });

  it('keeps the number, the order, every code and every student', () => {
    fc.assert(
      fc.property(findings, fc.integer({ min: 13, max: 40 }), (list, most) => {
        const kept = limitFindings(list, most);
        expect(kept).toHaveLength(Math.min(most, list.length));
        expect(kept).toEqual(list.filter((entry) => kept.includes(entry)));
        for (const key of [(entry: DetectedFinding) => entry.code, (entry: DetectedFinding) => entry.subject?.id ?? ''])
          expect(distinct(kept, key)).toEqual(distinct(list, key));
      }),
    );
  });

  it('keeps the best finding of each code', () => {
    fc.assert(
      fc.property(findings, (list) => {
        const best = (all: readonly DetectedFinding[]) =>
          Object.fromEntries(
            Object.entries(Object.groupBy(all, (entry) => entry.code)).map(([name, group]) => [
              name,
              Math.max(...(group ?? []).map((entry) => entry.score)),
            ]),
          );
        expect(best(limitFindings(list, 3))).toEqual(best(list));
      }),
    );
  });
});
