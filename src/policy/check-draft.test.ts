/** What a text must hold beside its own grammar before it is in force. */
import { expect, it } from '@jest/globals';
import { configSchema } from '../config/schema.ts';
import { codesOf } from '../detect/detectors.ts';
import { checkDraft } from './check-draft.ts';

const text = 'name: ours\ntitle: Ours\nversion: 9\nextends: default\n';

it('keeps the rules that archives name, whose copies would end silently', async () => {
  const codes = await codesOf({ extra: [] });
  const check = (...rules: string[]) => {
    const { archive } = configSchema.parse({ archive: { folders: [{ name: 'cellar', path: '/cellar', rules }] } });
    return checkDraft(text, { district: { groups: {} }, codes, archive });
  };
  const [rule] = check().pack!.rules;
  expect(check(rule!.id).passes).toBe(true);
  const without = check(rule!.id, 'sold-by-the-yard');
  expect(without.passes).toBe(false);
  expect(without.problems.map(({ expected }) => expected)).toEqual([
    'expected the rules that archives name: cellar: sold-by-the-yard',
  ]);
});
