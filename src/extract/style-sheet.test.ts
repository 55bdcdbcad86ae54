/** What a reader sees of styled HTML, and in which order. */
import { describe, expect, it } from '@jest/globals';
import { htmlToText } from './html-text.ts';
import { plainLetters } from './plain-letters.ts';
import { shownLines } from './shown-lines.ts';

const sentence = 'Katya lives at 1420 Willow Creek Road.';
/** The sentence with a letter in an element between each two letters. */
const junk = (tag: string, attributes = ''): string => [...sentence].join(`<${tag}${attributes}>q</${tag}>`);
const first = (html: string): string =>
  shownLines(plainLetters(htmlToText(html)))
    .text.split('\n')[0]!
    .trim();

describe('letters that a style hides', () => {
  it.each([
    ['@media all', '<style>@media all{i{display:none}}</style>', junk('i')],
    [
      '@media screen and a width',
      '<style>@media only screen and (min-width:300px){i{display:none}}</style>',
      junk('i'),
    ],
    ['a query list', '<style>@media print, screen{i{display:none}}</style>', junk('i')],
    ['@supports', '<style>@supports (display:grid){i{display:none}}</style>', junk('i')],
    ['at-rules in each other', '<style>@layer x{@media screen{i{display:none}}}</style>', junk('i')],
    ['an attribute', '<style>i[lang]{display:none}</style>', junk('i', ' lang=x')],
    ['a value of an attribute', '<style>[data-k="z y"]{font-size:0}</style>', junk('b', ' data-k="z y"')],
    ['the beginning of a value', '<style>[id^=j]{display:none}</style>', junk('b', ' id=j7')],
    ['a custom property', '<style>:root{--x:none}i{display:var(--x)}</style>', junk('i')],
    ['its other value', '<style>i{display:var(--unknown, none)}</style>', junk('i')],
    ['a custom property of an element', '<p style="--x:none">', junk('i', ' style="display:var(--x)"')],
    ['a rule below body', '<style>body i{display:none}</style>', junk('i')],
  ])('by %s are not between the others', (_name, style, html) => {
    expect(first(`${style}${html}`)).toBe(sentence);
  });

  it.each([
    ['a phone', '<style>@media (max-width:480px){i{display:none}}</style>'],
    ['a printer', '<style>@media print{i{display:none}}</style>'],
    ['a dark theme', '<style>@media (prefers-color-scheme:dark){i{display:none}}</style>'],
    ['another attribute', '<style>i[lang=de]{display:none}</style>'],
    ['a property that is not set', '<style>i{display:var(--x)}</style>'],
  ])('for %s are shown', (_name, style) => {
    expect(first(`${style}a<i lang=en>b</i>c`)).toBe('abc');
  });
});

const letters = (order: (index: number) => string): string =>
  [...sentence]
    .map((letter, index) => `<span style="${order(index)}">${letter.replace(' ', '&nbsp;')}</span>`)
    .join('');
const reversed = [...sentence]
  .reverse()
  .map((letter) => `<span>${letter.replace(' ', '&nbsp;')}</span>`)
  .join('');
const shuffled = (): string =>
  [...sentence]
    .map((letter, index) => ({ letter: letter.replace(' ', '&nbsp;'), index, key: (index * 17) % sentence.length }))
    .sort((a, b) => a.key - b.key)
    .map(({ letter, index }) => `<span style="order:${index}">${letter}</span>`)
    .join('');

describe('elements that a style puts into another order', () => {
  it.each([
    ['a reversed row', `<div style="display:flex;flex-direction:row-reverse">${reversed}</div>`],
    ['the short form', `<div style="display:inline-flex;flex-flow:row-reverse wrap">${reversed}</div>`],
    ['a class', `<style>.r{display:flex;flex-direction:row-reverse}</style><div class=r>${reversed}</div>`],
    ['order', `<div style="display:flex">${shuffled()}</div>`],
    ['order in a grid', `<div style="display:grid">${shuffled()}</div>`],
    ['floats', `<div>${reversed.replaceAll('<span', '<span style="float:right"')}</div>`],
  ])('by %s are read as they are shown', (_name, html) => {
    const { text, hidden } = htmlToText(html);
    expect(text.replaceAll('\u00a0', ' ').split('\n')).toContain(sentence);
    expect(hidden).toEqual([]);
  });

  it('are written once where the order is that of the source', () => {
    expect(htmlToText(`<div style="display:flex">${letters(() => '')}</div>`).text.match(/W/g)).toHaveLength(1);
    expect(htmlToText('<div><a style="float:right">Menu</a>Welcome</div>').text.match(/Menu/g)).toHaveLength(1);
  });

  it('are linear to read', () => {
    const nested = `${'<div style="display:flex;flex-direction:row-reverse"><b>a</b>'.repeat(20_000)}x`;
    const wide = `<div style="display:flex;flex-direction:row-reverse">${'<i>a</i>'.repeat(200_000)}</div>`;
    const rules = `<style>${'i[a=b]{display:none}.c{order:1}'.repeat(20_000)}</style>${'<i a=c>x</i>'.repeat(20_000)}`;
    for (const html of [nested, wide, rules]) expect(htmlToText(html).text.length).toBeLessThan(html.length * 2);
  });
});
