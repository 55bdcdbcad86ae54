/** One sentence in the ways in which an HTML mail shows it without having it in its text: what `evasion.test.ts` runs on. */
import { html, sentence, type Planted } from './messages.ts';

const words = sentence.split(' ');
const within = (piece: string) => sentence.replace(/(?<=[a-z])(?=[a-z])/g, piece);
const backwards = [...sentence].reverse().join('');
const vector = `<svg xmlns="http://www.w3.org/2000/svg"><text>${sentence}</text></svg>`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
/** Found behind everything that is shown. */
const unseen = (body: string): Planted => html(`<p>hello</p>${body}`, true);
const letters = (change: (letter: string) => string) => html(`<p>${sentence.replace(/\p{L}/gu, change)}</p>`);
const after = (letter: string, first: number) =>
  String.fromCodePoint(first + letter.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0));

export const plantedInHtml: Readonly<Record<string, Planted>> = {
  'entities without semicolons': html(`<p>${[...sentence].map((char) => `&#${char.codePointAt(0)}`).join('')}</p>`),
  'line break opportunities inside words': html(`<p>${within('<wbr>')}</p>`),
  'hidden letters inside words': html(`<p>${within('<span style="display:none">q</span>')}</p>`),
  'hidden blocks inside words': html(`<p>${within('<div style="display:none">q</div>')}</p>`),
  'letters without size inside words': html(`<p>${within('<span style="font:0px Arial">q</span>')}</p>`),
  'letters hidden by a class inside words': html(`<style>.z{display:none}</style><p>${within('<i class=z>q</i>')}</p>`),
  'letters in boxes without width inside words': html(
    `<p>${within('<span style="width:0;overflow:hidden;display:inline-block">q</span>')}</p>`,
  ),
  'letters far off the page inside words': html(
    `<p>${within('<span style="position:absolute;left:-9999px">q</span>')}</p>`,
  ),
  'white letters inside words': html(`<p>${within('<font color=white>q</font>')}</p>`),
  'letters hidden by a style with comments inside words': html(
    `<p>${within('<span style="display:/**/none">q</span>')}</p>`,
  ),
  'letters hidden by a style with escapes inside words': html(
    `<p>${within('<span style="display:n\\6f ne">q</span>')}</p>`,
  ),
  'hidden fields inside words': html(`<p>${within('<input type=hidden value=q>')}</p>`),
  'hidden words between words': html(`<p>${words.join(' <span style="display:none">other</span> ')}</p>`),
  'words of which a style sheet is said to hide every second': html(
    `<style>.z{display:none}</style><p>${words.map((word, at) => (at % 2 ? `<i class=z>${word}</i>` : word)).join(' ')}</p>`,
    true,
  ),
  'readings above words': html(
    `<p>${words.map((word) => `<ruby>${word}<rp>(</rp><rt>no</rt><rp>)</rp></ruby>`).join(' ')}</p>`,
  ),
  'a reading above a word': html(`<ruby>x<rt>${sentence}</rt></ruby>`),
  'an element that shows letters backwards': html(`<p><bdo dir=rtl>${backwards}</bdo></p>`),
  'a character that shows letters backwards': html(`<p>\u202e${backwards}\u202c</p>`),
  'a style that shows letters backwards': html(`<p style="direction:rtl;unicode-bidi:bidi-override">${backwards}</p>`),
  'text of a drawing': html(
    `<svg><text>${[...sentence].map((char) => `<tspan>${char}</tspan>`).join('')}</text></svg>`,
  ),
  formula: html(`<math><mtext>${sentence}</mtext></math>`),
  'text for programs without scripts': html(`<noscript>${sentence}</noscript>`),
  'a template': html(`<template>${sentence}</template>`, true),
  'a folded paragraph': html(`<details><summary>x</summary>${sentence}</details>`),
  'a choice': html(`<select><option>${sentence}</option></select>`),
  'the label of a choice': unseen(`<select><option label="${sentence}">x</option></select>`),
  'the label of a group of choices': unseen(`<select><optgroup label="${sentence}"></optgroup></select>`),
  'the hint in a filled field': unseen(`<input placeholder="${sentence}" value="x">`),
  'a text area’s hint': unseen(`<textarea placeholder="${sentence}"></textarea>`),
  'a description for screen readers': unseen(`<p title=x aria-label="${sentence}">x</p>`),
  'a longer description for screen readers': unseen(`<p aria-description="${sentence}">x</p>`),
  'alt text of a map’s area': unseen(`<map><area alt="${sentence}"></map>`),
  'the summary of a table': unseen(`<table summary="${sentence}"><tr><td>x</table>`),
  'the description of the page': unseen(`<meta name=description content="${sentence}">`),
  'a second alt text': unseen(`<img alt="x" alt="${sentence}">`),
  'a page in an attribute': unseen(`<iframe srcdoc="<p>${within('<b></b>')}</p>"></iframe>`),
  'a page in a frame’s address': unseen(
    `<iframe src="data:text/html;base64,${base64(`<b>${sentence}</b>`)}"></iframe>`,
  ),
  'a page in an object’s address': unseen(`<object data="data:text/html,<p>${sentence}</p>"></object>`),
  'a page of single letters in a link': unseen(
    `<a href="data:text/html;base64,${base64([...sentence].map((char) => `<i>${char}</i>`).join(''))}">x</a>`,
  ),
  'a drawing in an address': html(`<img src="data:image/svg+xml;base64,${base64(vector)}">`, true),
  'a drawing as a background': unseen(
    `<div style='background:url("data:image/svg+xml,${vector.replaceAll('"', '')}")'>x</div>`,
  ),
  'a drawing in a style sheet': html(
    `<style>p{background:url("data:image/svg+xml;base64,${base64(vector)}")}</style><p>x</p>`,
    true,
  ),
  'generated content in escapes': unseen(
    `<style>p:after{content:"${[...sentence].map((char) => `\\${char.codePointAt(0)!.toString(16)} `).join('')}"}</style>`,
  ),
  'generated content in pieces': unseen(
    `<style>p:after{content:"${sentence.slice(0, 30)}" "${sentence.slice(30)}"}</style>`,
  ),
  'generated content of an attribute': unseen(
    `<style>p:after{content:attr(data-x)}</style><p data-x="${sentence}">x</p>`,
  ),
  'generated content of many elements': unseen(
    `<style>${words.map((word, at) => `.c${at}:before{content:"${word} "}`).join('')}</style>`,
  ),
  'the mark of a list': unseen(`<ul style="list-style-type:'${sentence}'"><li>x</ul>`),
  'quotation marks of a style': unseen(`<style>q{quotes:"${sentence}" "x"}</style><q>x</q>`),
  'a script that writes': unseen(`<script>document.write('${sentence}')</script>`),
  'a script that writes base64': unseen(`<script>document.write(atob("${base64(sentence)}"))</script>`),
  'data in a script': unseen(`<script type="application/ld+json">{"x":"${sentence}"}</script>`),
  'what happens on a click': unseen(`<a onclick="alert('${sentence}')">x</a>`),
  'a link that is a script': unseen(`<a href="javascript:alert('${sentence}')">x</a>`),
  'where a form goes': unseen(`<form action="mailto:b@out.example?body=${encodeURIComponent(sentence)}"></form>`),
  'a comment that ends in another way': html(`<!-- x --!><p>${sentence}</p>`),
  'a comment that has ended already': html(`<!--><p>${sentence}</p><!-- -->`),
  'words in blocks that stand in the line': html(
    words.map((word) => `<div style="display:inline">${word} </div>`).join(''),
  ),
  'letters in blocks that float': html(
    [...sentence].map((char) => `<div style="float:left">${char === ' ' ? '&nbsp;' : char}</div>`).join(''),
  ),
  'a letter a cell': html(
    `<table><tr>${[...sentence].map((char) => `<td>${char === ' ' ? '&nbsp;' : char}</td>`).join('')}</tr></table>`,
  ),
  'a word a cell': html(`<table><tr>${words.map((word) => `<td>${word}</td>`).join('')}</tr></table>`),
  'hair spaces between letters': html(`<p>${[...sentence].join('\u200a')}</p>`),
  'thin spaces between letters': html(`<p>${[...sentence].join('\u2009')}</p>`),
  'blanks of Braille': html(`<p>${sentence.replaceAll(' ', '\u2800')}</p>`),
  'lines through letters': html(`<p>${[...sentence].join('\u0336')}</p>`),
  'Cyrillic twins of letters': letters((letter) => ({ a: 'а', e: 'е', o: 'о', M: 'М', T: 'Т' })[letter] ?? letter),
  'letters in circles': letters((letter) => after(letter, /[A-Z]/.test(letter) ? 0x24b6 : 0x24d0)),
  'letters in black squares': letters((letter) => after(letter, 0x1f170)),
  'small capitals': letters((letter) => ({ a: 'ᴀ', e: 'ᴇ', i: 'ɪ', o: 'ᴏ', t: 'ᴛ' })[letter] ?? letter),
  'digits of another script': html(`<p>${sentence.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)]!)}</p>`),
  'digits on keycaps': html(`<p>${sentence.replace(/\d/g, '$&\ufe0f\u20e3')}</p>`),
};
