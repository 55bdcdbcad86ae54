/** Files of a folder archive: encrypted under the id of the message, whole or not there. */
import { afterAll, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMessageId } from '../message/message-id.ts';
import { generateKey, parseKeys } from '../store/keys.ts';
import { resealFolder, withOlderKey } from './reseal-folder.ts';
import { fileOf, openCopy, placeOf, readSealHead, sealCopy, writeWhole } from './sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-sealed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = parseKeys(generateKey());
const id = newMessageId(Date.parse('2026-11-09T14:15:00Z'));

it('opens what it sealed, also with a key that has been replaced', () => {
  const old = generateKey();
  const sealed = sealCopy(parseKeys(old), id, Buffer.from('report'));
  const opened = openCopy(parseKeys(`${generateKey()}\n${old}`), sealed);
  expect(opened).toEqual({ id, keyId: parseKeys(old).activeId, report: Buffer.from('report') });
  expect(sealed.toString('latin1')).not.toContain('report');
});

it('refuses other keys, changed bytes, another id and other files', () => {
  const sealed = sealCopy(keys, id, Buffer.from('report'));
  expect(() => openCopy(parseKeys(generateKey()), sealed)).toThrow('The key that encrypted the value is not available');
  const changed = Buffer.from(sealed);
  changed[changed.length - 1]! ^= 1;
  expect(() => openCopy(keys, changed)).toThrow('cannot be decrypted');
  const renamed = Buffer.from(sealed.toString('latin1').replace(id, newMessageId()), 'latin1');
  expect(() => openCopy(keys, renamed)).toThrow('cannot be decrypted');
  for (const other of [Buffer.alloc(0), Buffer.from('Subject: x'), sealed.subarray(0, 60)])
    expect(() => readSealHead(other)).toThrow('This is not an archive file');
});

it('writes a file whole under the day of the message, for its own account only', async () => {
  const path = fileOf(folder, id);
  expect(placeOf(id)).toBe(`2026/11/09/${id}`);
  await writeWhole(path, Buffer.from('first'));
  await writeWhole(path, Buffer.from('again'));
  expect(readFileSync(path, 'utf8')).toBe('again');
  expect(readdirSync(join(folder, '2026/11/09'))).toEqual([`${id}.eml.sealed`]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, '2026')).mode & 0o777).toBe(0o700);
});

it('encrypts a folder with another key, after which the old one is not needed', async () => {
  const own = join(folder, 'rotated');
  const old = generateKey();
  const both = parseKeys(`${generateKey()}\n${old}`);
  const ids = [newMessageId(), newMessageId()];
  await writeWhole(fileOf(own, ids[0]!), sealCopy(parseKeys(old), ids[0]!, Buffer.from('one')));
  await writeWhole(fileOf(own, ids[1]!), sealCopy(both, ids[1]!, Buffer.from('two')));
  const older = async (): Promise<string[]> => {
    const paths: string[] = [];
    for await (const path of withOlderKey(own, both)) paths.push(path);
    return paths;
  };
  expect(await older()).toEqual([fileOf(own, ids[0]!)]);
  expect(await resealFolder(own, both)).toBe(1);
  expect(await older()).toEqual([]);
  expect(openCopy(both, readFileSync(fileOf(own, ids[0]!)))).toEqual({
    id: ids[0],
    keyId: both.activeId,
    report: Buffer.from('one'),
  });
  expect(await resealFolder(join(folder, 'not-there'), both)).toBe(0);
});
