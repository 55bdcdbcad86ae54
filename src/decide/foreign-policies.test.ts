import { expect, test } from '@jest/globals';
import { loadDistrictPack, loadPack } from './load-pack.ts';
import { withoutForeignPolicies } from './foreign-policies.ts';

test.each([
  ['milwaukee-6.34', 'Milwaukee Public Schools'],
  ['kenosha-4226', 'Kenosha Unified School District'],
])('the clauses of %s are quoted in %s only', (name, owner) => {
  const pack = loadPack(name);
  expect(withoutForeignPolicies(pack, `  ${owner.toUpperCase()} `)).toBe(pack);
  for (const other of [undefined, 'Maple Valley School District']) {
    const own = withoutForeignPolicies(pack, other);
    expect(own.rules.flatMap(({ clauses }) => clauses)).toEqual([]);
    expect([own.clauses, own.policies]).toEqual([{}, {}]);
    expect(own.hash).not.toBe(pack.hash);
    expect(own.rules.map(({ clauses: _clauses, ...rule }) => rule)).toEqual(
      pack.rules.map(({ clauses: _clauses, ...rule }) => rule),
    );
  }
});

test('a district with a policy of its own is quoted that one alone', () => {
  const clause = { number: 'section 3', text: 'A text.', rules: ['threat'] };
  const policy = { title: 'Board policy 512', clauses: [clause] };
  const pack = loadDistrictPack('milwaukee-6.34', { groups: {}, policy, name: 'Maple Valley School District' });
  expect(pack.rules.flatMap(({ clauses }) => clauses)).toEqual(['district-1']);
  expect(Object.values(pack.policies)).toEqual([{ title: 'Board policy 512' }]);
});

test('a policy entered in the console may name rules that a later pack does not have', () => {
  const clause = { number: 'section 3', text: 'A text.', rules: ['gone', 'threat'] };
  const policy = { title: 'Board policy 512', clauses: [clause] };
  expect(() => loadDistrictPack('default', { groups: {}, policy })).toThrow('gone');
  const pack = loadDistrictPack('default', { groups: {}, policy: { ...policy, isEntered: true } });
  expect(pack.rules.find(({ id }) => id === 'threat')?.clauses).toEqual(['district-1']);
});
