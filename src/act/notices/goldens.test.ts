import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { describe, expect, it, test } from '@jest/globals';
import { composeNotice } from './compose.ts';
import { goldenInputs } from './goldens/inputs.ts';

const folder = new URL('goldens/', import.meta.url);

describe('golden notices', () => {
  test.each(Object.entries(goldenInputs))('%s', (name, input) => {
    const { raw } = composeNotice(input);
    const file = new URL(`${name}.eml`, folder);
    if (env.UPDATE_GOLDENS === '1') writeFileSync(file, raw);
    expect(existsSync(file)).toBe(true);
    expect(raw.toString('utf8')).toBe(readFileSync(file, 'utf8'));
  });

  it('has no golden without an input', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    expect(names.sort()).toEqual(
      Object.keys(goldenInputs)
        .map((name) => `${name}.eml`)
        .sort(),
    );
  });
});
