/** Who stands in for whom. */
import { expect, test } from '@jest/globals';
import { mayStandIn, standInOf } from './stand-in.ts';

const person = (id: string, more: { role?: string; schools?: readonly string[] } = {}) => ({
  id,
  name: id,
  email: `${id}@school.example`,
  role: 'reviewer',
  schools: [] as readonly string[],
  ...more,
});
const [mia, sam, ben] = [person('mia'), person('sam'), person('ben')];
const people = [mia, sam, ben];
const absent = (...pairs: readonly (readonly [string, string])[]) =>
  new Map(pairs.map(([id, deputyId]) => [id, { deputyId }]));

test.each([
  ['nobody is absent', absent(), 'mia'],
  ['somebody else is absent', absent(['sam', 'ben']), 'mia'],
  ['the deputy', absent(['mia', 'sam']), 'sam'],
  ['the deputy of a deputy who is absent too', absent(['mia', 'sam'], ['sam', 'ben']), 'ben'],
  ['two who stand in for each other: it stays', absent(['mia', 'sam'], ['sam', 'mia']), 'mia'],
  ['a circle that does not lead back: it stays', absent(['mia', 'sam'], ['sam', 'ben'], ['ben', 'sam']), 'mia'],
  ['a deputy who may not decide any more: it stays', absent(['mia', 'gone']), 'mia'],
] as const)('%s', (_name, absences, does) => {
  const standIn = standInOf(mia, people, absences);
  expect(standIn.person.id).toBe(does);
  expect(standIn.insteadOf?.id).toBe(does === 'mia' ? undefined : 'mia');
});

test.each([
  ['themselves', mia, mia, false],
  ['all schools for all', sam, mia, true],
  ['all schools for one', sam, person('mia', { schools: ['Lincoln'] }), true],
  ['one school for all', person('sam', { schools: ['Lincoln'] }), mia, false],
  ['another school', person('sam', { schools: ['Lincoln'] }), person('mia', { schools: ['Adams'] }), false],
  ['more schools', person('sam', { schools: ['Adams', 'Lincoln'] }), person('mia', { schools: ['Adams'] }), true],
  ['a reviewer for a manager', sam, person('mia', { role: 'manager' }), false],
  ['a manager for a reviewer', person('sam', { role: 'manager' }), mia, true],
] as const)('%s', (_name, deputy, absentee, may) => expect(mayStandIn(deputy, absentee)).toBe(may));
