/** The rendered view: what a mail client shows, as a document that allows nothing. */
import { describe, expect, it } from '@jest/globals';
import { renderMessage } from './render-message.ts';

const render = async (...lines: string[]) => (await renderMessage(Buffer.from(lines.join('\r\n')), 20_000)).html;

describe('a rendered message', () => {
  it('is its HTML as a document that allows nothing', async () => {
    const html = await render('Content-Type: text/html; charset=utf-8', '', '<h1>Señora</h1><script>1</script>');
    expect(html).toContain('<h1>Señora</h1></body>');
    expect(html).toContain("default-src 'none'");
  });

  it('is its plain text where it has no HTML', async () => {
    expect(await render('Content-Type: text/plain', '', 'a <b> & c')).toContain('<pre>a &#60;b&#62; &#38; c');
  });

  it.each([
    ['windows-1252', 'quoted-printable', 'Se=F1ora'],
    ['utf-8', 'base64', Buffer.from('Señora').toString('base64')],
  ])('is decoded from %s in %s', async (charset, encoding, body) => {
    const html = await render(
      `Content-Type: text/html; charset=${charset}`,
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      body,
    );
    expect(html).toContain('<body>Señora');
  });

  it('shows the HTML of an alternative, and text beside HTML', async () => {
    const parts = (kind: string) =>
      render(
        `Content-Type: multipart/${kind}; boundary=b`,
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'plain words',
        '--b',
        'Content-Type: text/html',
        '',
        '<i>page</i>',
        '--b--',
      );
    expect(await parts('alternative')).not.toContain('plain words');
    expect(await parts('alternative')).toContain('<i>page</i>');
    expect(await parts('mixed')).toContain('plain words');
    expect(await parts('mixed')).toContain('<i>page</i>');
  });

  it('says where there is no text', async () => {
    expect(await render('Content-Type: application/pdf', '', 'x')).toContain('no text of its own');
  });

  it('says where there was no time', async () => {
    expect((await renderMessage(Buffer.from('a: b\r\n\r\ntext'), -1)).html).toContain('could not be rendered');
  });
});
