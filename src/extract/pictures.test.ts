/** Which pictures and films a message has: wherever they are, how large, named where, shown in which text. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pictureOf } from '../../test/harness/picture.ts';
import { zipOf } from '../../test/harness/zip.ts';
import { extractLimits as limits } from '../../test/harness/extract-limits.ts';
import { extract, extractFile } from './extract.ts';
import { pictureSize } from './files/formats/image/picture-size.ts';

const mail = (...parts: readonly string[]): Buffer =>
  Buffer.from(
    `Subject: Pictures\r\nContent-Type: multipart/related; boundary=b\r\n\r\n${parts
      .map((part) => `--b\r\n${part}\r\n`)
      .join('')}--b--\r\n`,
  );
const file = (name: string, bytes: Buffer, fields = ''): string =>
  `Content-Type: application/octet-stream\r\n${fields}Content-Disposition: attachment; filename="${name}"\r\n` +
  `Content-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}`;
const html = (text: string): string => `Content-Type: text/html\r\n\r\n${text}`;
const read = (raw: Buffer) => extract(raw, { sender: '', recipients: [] }, limits);

describe('the pictures of a message', () => {
  it('are told by their content, with the place of their names', async () => {
    const jpeg = pictureOf('jpeg', 1600, 1200);
    const message = await read(
      mail(
        html('Look'),
        file('maya_vang  5b.jpg', jpeg),
        file('notes.txt', Buffer.from('no picture')),
        file('clip', Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom', 'latin1')),
        file('song.m4a', Buffer.from('\0\0\0\u0018ftypM4A \0\0\0\0mp42isom', 'latin1')),
      ),
    );
    const names = message.parts.find(({ id }) => id === 'names')!;
    expect(message.pictures).toMatchObject([
      { part: '2', kind: 'picture', contentType: 'image/jpeg', bytes: jpeg.length, width: 1600, height: 1200 },
      { part: '4', kind: 'film', filename: 'clip', contentType: 'video/mp4' },
    ]);
    expect(message.pictures!.map(({ name }) => name && names.text.slice(name.start, name.end))).toEqual([
      'maya vang 5b.jpg',
      'clip',
    ]);
  });

  it('are met in archives, attached mails and office files', async () => {
    const png = pictureOf('png', 800, 600);
    const inner = mail(file('third.png', png)).toString('latin1').replace('=b', '=c').replaceAll('--b', '--c');
    const document = zipOf({
      '[Content_Types].xml': Buffer.from(
        '<Types><Override PartName="/word/document.xml" ContentType="x+xml"/></Types>',
      ),
      'word/document.xml': Buffer.from('<document/>'),
      'word/media/image1.png': png,
    });
    const message = await read(
      mail(
        file('all.zip', zipOf({ 'trip/first.png': png, 'second.png': png })),
        `Content-Type: message/rfc822\r\n\r\n${inner}`,
        file('letter.docx', document),
      ),
    );
    expect(message.pictures!.map(({ part, filename }) => `${part} ${filename}`).sort()).toEqual([
      '1/1 all.zip/trip/first.png',
      '1/2 all.zip/second.png',
      '2.1 message.eml/third.png',
      '3/1 letter.docx/image1.png',
    ]);
  });

  it('know the texts that show them, at which size and with which description', async () => {
    const png = pictureOf('png', 900, 300);
    const message = await read(
      mail(
        html(
          'Hello <p><img src="cid:logo%40x" width="120" height=40> ' +
            '<img alt="Maya\u00ad Vang on stage" style="border:0; width: 640px" src="CID:photo"><img src="cid:other">',
        ),
        file('image001.png', png, 'Content-ID: <logo@x>\r\n'),
        file('image002.png', png, 'Content-ID: <photo>\r\n'),
        file('image003.png', png),
      ),
    );
    const [logo, photo, apart] = message.pictures!;
    expect(logo!.shown).toMatchObject([{ part: '1', width: 120, height: 40 }]);
    expect(photo!.shown).toMatchObject([{ part: '1', width: 640 }]);
    expect(apart).not.toHaveProperty('shown');
    const text = message.parts.find(({ id }) => id === '1')!.text;
    const [described] = photo!.shown!;
    expect(text.slice(described!.start, described!.end)).toBe('Maya Vang on stage');
    expect(logo!.shown![0]!.start).toBe(logo!.shown![0]!.end);
  });

  it('have the words beside them, also where a face has an element of its own', async () => {
    const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description photoshop:Credit="Otto Lens">
      <dc:subject><rdf:Bag><rdf:li>relay</rdf:li><rdf:li>Maya Vang</rdf:li></rdf:Bag></dc:subject>
      <mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name="Bo &amp; Ida" mwg-rs:Type="Face"/>
      </rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
      <dc:description><rdf:Alt><rdf:li xml:lang="x-default">On the track</rdf:li></rdf:Alt></dc:description>
      </rdf:Description></rdf:RDF></x:xmpmeta>`;
    const picture = (words: string) => Buffer.concat([pictureOf('jpeg', 800, 600), Buffer.from(words)]);
    const linesOf = async (words: string) => {
      const message = await read(mail(file('a.jpg', picture(words))));
      expect(message.unread).toMatchObject([{ part: '1', reason: 'image' }]);
      return message.parts
        .find(({ id }) => id === '1')
        ?.text.trim()
        .split('\n');
    };
    const lines = ['Credit: Otto Lens', 'subject: relay', 'subject: Maya Vang', 'Name: Bo & Ida', 'Type: Face'];
    expect(await linesOf(packet)).toEqual([...lines, 'description: On the track']);
    expect(await linesOf(packet.slice(0, packet.indexOf('<dc:description>')))).toEqual(lines);
    expect(await linesOf('<x:xmpmeta>'.repeat(300) + '<'.repeat(3000))).toBeUndefined();
  });

  it('are absent where there are none', async () => {
    expect(await read(mail(html('Hello <img src="http://elsewhere.example/x.png">')))).not.toHaveProperty('pictures');
  });

  it('are listed of a file by itself too', async () => {
    const { pictures } = await extractFile(zipOf({ 'a.png': pictureOf('png', 20, 10) }), 'a.zip', limits);
    expect(pictures).toMatchObject([{ part: '1/1', filename: 'a.zip/a.png', width: 20, height: 10 }]);
  });
});

describe('the size of a picture', () => {
  it.each(['png', 'jpeg', 'gif', 'bmp', 'webp', 'heic', 'tiff', 'tiff-be'] as const)('%s', (format) => {
    expect(pictureSize(pictureOf(format, 640, 481))).toEqual({ width: 640, height: 481 });
  });

  it('is read of no bytes that break off or lie, without a throw', () => {
    const formats = fc.constantFrom('png', 'jpeg', 'gif', 'bmp', 'webp', 'heic', 'tiff', 'tiff-be');
    fc.assert(
      fc.property(formats, fc.nat(120), fc.array(fc.tuple(fc.nat(119), fc.nat(255))), (format, length, changes) => {
        const bytes = Buffer.from(pictureOf(format as 'png', 640, 481)).subarray(0, length);
        for (const [at, value] of changes) if (at > 12 && at < bytes.length) bytes[at] = value;
        const size = pictureSize(bytes);
        expect(size === undefined || (size.width >= 0 && size.height >= 0)).toBe(true);
      }),
    );
  });
});
