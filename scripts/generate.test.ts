/** Generated files are current, and the example configuration loads and contains only defaults. */
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { loadConfig } from '../src/config/load-config.ts';
import { errorCodes } from '../src/errors/codes.ts';
import { generate, outOfDate } from './generate.ts';

const example = fileURLToPath(new URL('../config/hallpass.example.yaml', import.meta.url));

test('no generated file is out of date', async () => {
  expect(await outOfDate()).toEqual([]);
});

test('the example configuration is the default configuration', () => {
  const { config } = loadConfig({ file: example, env: {} });
  const { config: defaults } = loadConfig({
    env: {},
    workingFolder: fileURLToPath(new URL('../config', import.meta.url)),
  });
  expect(config).toEqual(defaults);
});

test('docs/errors.md has each code once', async () => {
  const page = (await generate()).get('docs/errors.md') ?? '';
  const codes = [...page.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
  expect(codes.sort()).toEqual(Object.keys(errorCodes).sort());
});
