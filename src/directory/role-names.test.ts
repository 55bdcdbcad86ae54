/** Role names of OneRoster and of vendors; what is not known is nobody, and never staff. */
import { describe, expect, it } from '@jest/globals';
import { meaningOf, rolesIn } from './role-names.ts';

describe('a role name', () => {
  it.each([
    ['student', 'student'],
    ['Students', 'student'],
    ['learner', 'student'],
    ['guardian', 'guardian'],
    ['Parent/Guardian', 'guardian'],
    ['parent_guardian', 'guardian'],
    ['Parent or Guardian', 'guardian'],
    ['ParentGuardian', 'guardian'],
    ['Mother', 'guardian'],
    ['Step-Father', 'guardian'],
    ['ext:fosterParent', 'guardian'],
    ['Legal Guardian', 'guardian'],
    ['contact', 'guardian'],
    ['relative', 'guardian'],
    ['madre', 'guardian'],
    ['teacher', 'staff'],
    ['siteAdministrator', 'staff'],
    ['Classroom Teacher', 'staff'],
    ['Staff', 'staff'],
    ['Mother/Father', 'guardian'],
  ])('%s: %s', (role, kind) => {
    expect(meaningOf(role.toLowerCase()).kinds).toEqual([kind]);
  });

  it.each([
    'emergency contact',
    'vendor',
    'volunteer',
    'alumni',
    'former student',
    'other',
    'x',
    '7',
    'teacher/robot',
    '/',
  ])('%s is nobody', (role) => {
    expect(meaningOf(role).kinds).toEqual([]);
  });

  it('may mean two things', () => {
    expect(meaningOf('teacher / parent').kinds).toEqual(['staff', 'guardian']);
  });

  it('is one that OneRoster defines, or a vendor’s', () => {
    expect(['parent', 'mother'].map((role) => meaningOf(role).isDefined)).toEqual([true, false]);
  });
});

it.each([
  ['', []],
  ['Teacher', ['teacher']],
  ['teacher, Guardian', ['teacher', 'guardian']],
  ['teacher;guardian;', ['teacher', 'guardian']],
  ['Parent/Guardian', ['parent/guardian']],
])('a cell %j has the roles %j', (cell, roles) => {
  expect(rolesIn(cell)).toEqual(roles);
});
