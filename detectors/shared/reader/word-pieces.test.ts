/** Tokens are those of the training: the pieces in fixtures/reader/word-pieces.json come from Hugging Face's BertTokenizer (transformers 4.57). */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { sentenceTokens } from './sentence-tokens.ts';
import { createWordPieces } from './word-pieces.ts';

const { vocabulary, texts } = JSON.parse(
  readFileSync(new URL('../../../fixtures/reader/word-pieces.json', import.meta.url), 'utf8'),
) as { vocabulary: string[]; texts: [text: string, pieces: string][] };
const pieces = createWordPieces(vocabulary.join('\n'));
const named = (ids: readonly number[]): string => ids.map((id) => vocabulary[id]).join(' ');

describe('pieces of a text', () => {
  it.each(texts)('%j', (text, expected) => {
    expect(named(pieces.idsOf(text))).toBe(expected);
  });

  it('are the same when a word comes again', () => {
    const [text, expected] = texts[0]!;
    pieces.idsOf(text);
    expect(named(pieces.idsOf(text))).toBe(expected);
  });
});

test('a vocabulary without the special pieces is refused', () => {
  expect(() => createWordPieces('[PAD]\n[UNK]\nthe\n')).toThrow('[CLS]');
});

describe('a sentence with its neighbours', () => {
  const small = createWordPieces(['[PAD]', '[UNK]', '[CLS]', '[SEP]', ...'abcdefgh'].join('\n'));
  const written = (before: string, sentence: string, behind: string, maxTokens = 96, contextWords = 2): string =>
    sentenceTokens({ before, sentence, behind }, small, { maxTokens, contextWords })
      .map((id) => ['', '?', '<', '|', ...'abcdefgh'][id])
      .join('');

  it.each([
    ['the last and the first words of the neighbours', written('a b c', 'd', 'e f g'), '<bc|d|ef|'],
    ['marks stand where there is no neighbour', written('', 'd', ''), '<|d||'],
    ['no context where none is asked for', written('a', 'd', 'e', 96, 0), '<|d||'],
    ['what is behind goes first', written('a b', 'c d', 'e f', 9), '<ab|cd|e|'],
    ['then the beginning of what is before', written('a b', 'c d', 'e f', 7), '<b|cd||'],
    ['then the end of the sentence', written('a b', 'c d e', 'f', 6), '<|cd||'],
    ['text that looks like a mark is text', written('', 'd [SEP] e', ''), '<|d???e||'],
  ])('%s', (_, tokens, expected) => {
    expect(tokens).toBe(expected);
  });
});
