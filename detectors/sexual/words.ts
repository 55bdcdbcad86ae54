/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'sexual',
  title: 'Sexual remarks and pictures',
  codes: {
    'sexual.remark': {
      counts: 'times',
      seriousness: 'safety',
      labels: ['sexual'],
      notice: {
        en: { one: 'a sexually oriented remark', other: '{count} sexually oriented remarks' },
        es: { one: 'un comentario de carácter sexual', other: '{count} comentarios de carácter sexual' },
      },
      title: 'A sexually oriented remark',
      headline: { one: 'a sexually oriented remark', other: '{count} sexually oriented remarks' },
    },
    'sexual.subtle': {
      counts: 'times',
      seriousness: 'safety',
      labels: ['sexual'],
      notice: {
        en: {
          one: 'words that may be an unwanted advance',
          other: 'words that may be an unwanted advance ({count} times)',
        },
        es: {
          one: 'palabras que pueden ser una insinuación no deseada',
          other: 'palabras que pueden ser una insinuación no deseada ({count} veces)',
        },
      },
      title: 'Words that may be an unwanted advance',
      headline: { one: 'an unwanted advance', other: '{count} unwanted advances' },
    },
    'sexual.image': {
      counts: 'times',
      seriousness: 'safety',
      labels: ['sexual_image'],
      notice: {
        en: {
          one: 'a picture that may be sexually explicit',
          other: '{count} pictures that may be sexually explicit',
        },
        es: {
          one: 'una imagen que puede ser sexualmente explícita',
          other: '{count} imágenes que pueden ser sexualmente explícitas',
        },
      },
      title: 'A picture that may be sexually explicit',
      headline: {
        one: 'a picture that may be sexually explicit',
        other: '{count} pictures that may be sexually explicit',
      },
    },
  },
  reasons: {
    'sexual/picture': 'The classifier rates the picture as sexually explicit.',
    'sexual/drawing': 'The classifier rates the picture as a sexually explicit drawing.',
  },
} satisfies DetectorWords;
