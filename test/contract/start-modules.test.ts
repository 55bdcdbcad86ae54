/** What a process loads when it starts: packages and rooms that only some messages, or only other processes, need are left for later. */
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../harness/command.ts';

const root = join(import.meta.dirname, '../..');

/** Addresses of the modules that are loaded with one, behind the folder of the repository or of the packages. */
async function loadedWith(module: string): Promise<string[]> {
  const script = `
    const { registerHooks } = await import('node:module');
    const urls = [];
    registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
    await import('${pathToFileURL(join(root, module)).href}');
    console.log(JSON.stringify(urls));
    process.exit(0);`;
  const ran = await run(join(root, 'scripts/node'), ['--input-type=module', '-e', script]);
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  return (JSON.parse(ran.stdout) as string[]).map((url) => url.replace(/^.*\/node_modules\//, ''));
}

const packageOf = (url: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(url)![0];

describe('modules of a start', () => {
  it.each([
    ['src/bin/scan.ts', 'piscina', ['yaml', 'libphonenumber-js', 'onnxruntime-node', 'kysely', 'fastify', 'bullmq']],
    ['src/bin/start.ts', 'fastify', ['yaml', 'libphonenumber-js', 'bullmq', 'ioredis', 'openid-client', 'pino-pretty']],
    ['src/workers/scan.ts', 'htmlparser2', ['yaml', 'libphonenumber-js', 'unpdf', 'mailparser', '@e965/xlsx']],
    ['src/reader/reader-thread.ts', 'zod', ['yaml', 'piscina', 'htmlparser2']],
  ])('%s loads %s, and none of %j', async (module, needed, later) => {
    const packages = new Set((await loadedWith(module)).map(packageOf));
    expect(packages).toContain(needed);
    expect(later.filter((name) => packages.has(name))).toEqual([]);
  });

  it('hallpass scan reads no roster and runs no detector on its main thread', async () => {
    const modules = await loadedWith('src/bin/scan.ts');
    expect(modules.filter((url) => /\/src\/(?:directory|extract|store)\/|\/detectors\/[^/]+\/index/.test(url))).toEqual(
      [],
    );
  });
});
