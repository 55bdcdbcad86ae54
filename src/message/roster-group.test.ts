/** Spellings of the roster's groups. */
import { expect, it } from '@jest/globals';
import { isRosterGroup, roleGroup, rosterGroup, rosterGroupShape, schoolGroup } from './roster-group.ts';

it.each([
  ['roster:Principal', roleGroup('principal')],
  ['roster:district administrator', roleGroup('districtAdministrator')],
  ['roster:nurse', roleGroup('ext:nurse')],
  ['Roster:School:Lincoln  Elementary', schoolGroup('Lincoln Elementary')],
  ["roster:school:St. Mary's", schoolGroup("st. mary's")],
])('%s is one', (entry, group) => {
  expect(rosterGroupShape.test(entry)).toBe(true);
  expect(isRosterGroup(entry)).toBe(true);
  expect(rosterGroup(entry)).toBe(group);
});

it.each(['roster:', 'roster:school:', 'roster:@school.example', 'teacher@school.example', 'school.example'])(
  '%s is none',
  (entry) => {
    expect(rosterGroupShape.test(entry)).toBe(false);
  },
);

it('no role is a school', () => {
  expect(roleGroup('school')).not.toBe(schoolGroup(''));
  expect(rosterGroup('roster:school')).not.toContain('school:');
});
