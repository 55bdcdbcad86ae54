/** Media is recognised by its whole structure; what only begins like it, and what follows it, is judged by itself. */
import { describe, expect, it } from '@jest/globals';
import { mediaFiles, noise } from '../../../../test/harness/media-files.ts';
import { extractLimits as limits } from '../../../../test/harness/extract-limits.ts';
import { extractFile } from '../../extract.ts';
import { recognise } from '../recognise.ts';
import { isDense } from '../../opaque/dense.ts';

const unread = async (bytes: Buffer) =>
  (await extractFile(bytes, 'file', limits)).unread.map(({ part, reason }) => `${part} ${reason}`);
const plain = (reasons: readonly string[]) => reasons.filter((reason) => !/ (?:image|media)$/.test(reason));

describe('media', () => {
  it.each(mediaFiles)('%s is recognised to its end', async (_name, contentType, bytes) => {
    expect(await recognise(bytes)).toMatchObject({ contentType, end: bytes.length });
    expect(plain(await unread(bytes))).toEqual([]);
  });

  it.each(mediaFiles)('the beginning of %s does not make random bytes harmless', async (_name, _type, bytes) => {
    for (const kept of [3, 4, 8, 12]) {
      const blob = Buffer.concat([bytes.subarray(0, kept), noise(3000, `blob ${kept}`)]);
      const reasons = await unread(blob);
      expect(plain(reasons).length > 0 ? 'held' : `${kept} bytes: ${reasons.join()}`).toBe('held');
    }
  });

  it.each(
    mediaFiles.filter(([name]) => /\.(?:jpg|png|gif|wav|mp4|tif|bmp|ico|mp3|webp|heic|ttf|avi|au|mid)$/.test(name)),
  )('data behind %s is a file of its own', async (_name, _type, bytes) => {
    expect(plain(await unread(Buffer.concat([bytes, noise(2000, 'behind')])))).toEqual(['1/1 opaque']);
    const filled = Buffer.concat([bytes, Buffer.alloc(300)]);
    expect(plain(await unread(filled))).toEqual([]);
    const { parts } = await extractFile(
      Buffer.concat([bytes, Buffer.from('\nname,phone\nMaya Vang,555-0142\n')]),
      'file',
      limits,
    );
    expect(parts.map(({ text }) => text).join('\n')).toContain('Maya Vang');
  });

  it('looks random in nearly all of these files, so that their structure alone tells them from ciphertext', () => {
    expect(mediaFiles.filter(([, , bytes]) => isDense(bytes)).length).toBeGreaterThan(mediaFiles.length - 6);
  });

  it('reads the blocks that a phone writes behind a photo', async () => {
    const jpeg = mediaFiles.find(([name]) => name === 'photo.jpg')![2];
    const film = mediaFiles.find(([name]) => name === 'film.mp4')![2];
    const block = (data: Buffer) =>
      Buffer.concat([Buffer.from('\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data', 'latin1'), data]);
    const trailer = (data: Buffer, claimed = data.length) => {
      const list = Buffer.alloc(32);
      list.write('SEFH', 0, 'latin1');
      list.writeUInt32LE(107, 4);
      list.writeUInt32LE(1, 8);
      list.writeUInt32LE(claimed + 24, 16);
      list.writeUInt32LE(claimed + 24, 20);
      list.writeUInt32LE(24, 24);
      list.write('SEFT', 28, 'latin1');
      return Buffer.concat([jpeg, block(data), list]);
    };
    expect(await unread(trailer(film))).toEqual(['1 image', '1/1 media']);
    expect(plain(await unread(trailer(noise(2000))))).toEqual(['1/1 opaque']);
    expect(plain(await unread(trailer(Buffer.concat([noise(2000), film]), film.length)))).toEqual(['1/1 opaque']);
  });
});
