/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'harassment',
  title: 'Harassment',
  codes: {
    'harassment.intimidation': {
      counts: 'times',
      seriousness: 'safety',
      labels: ['harassment'],
      notice: {
        en: { one: 'words that threaten the reader', other: 'words that threaten the reader ({count} times)' },
        es: {
          one: 'palabras que amenazan a quien las lee',
          other: 'palabras que amenazan a quien las lee ({count} veces)',
        },
      },
      title: 'Words that intimidate the reader',
      headline: { one: 'intimidating words', other: 'intimidating words' },
    },
    'harassment.slur': {
      counts: 'times',
      seriousness: 'conduct',
      labels: ['harassment'],
      notice: {
        en: {
          one: 'words that disparage a group of people',
          other: 'words that disparage a group of people ({count} times)',
        },
        es: {
          one: 'palabras que menosprecian a un grupo de personas',
          other: 'palabras que menosprecian a un grupo de personas ({count} veces)',
        },
      },
      title: 'Words that disparage a group',
      headline: { one: 'words that disparage a group', other: 'words that disparage a group' },
    },
    'harassment.insult': {
      counts: 'times',
      seriousness: 'conduct',
      labels: ['harassment'],
      notice: {
        en: { one: 'words that demean a person', other: 'words that demean a person ({count} times)' },
        es: {
          one: 'palabras que humillan a una persona',
          other: 'palabras que humillan a una persona ({count} veces)',
        },
      },
      title: 'Words that demean a person',
      headline: { one: 'words that demean a person', other: 'words that demean a person' },
    },
    'harassment.subtle': {
      counts: 'times',
      seriousness: 'conduct',
      labels: ['harassment'],
      notice: {
        en: {
          one: 'words that may demean a person in a veiled way',
          other: 'words that may demean a person in a veiled way ({count} times)',
        },
        es: {
          one: 'palabras que pueden humillar a una persona de forma velada',
          other: 'palabras que pueden humillar a una persona de forma velada ({count} veces)',
        },
      },
      title: 'Words that may demean a person in a veiled way',
      headline: { one: 'veiled words against a person', other: 'veiled words against a person' },
    },
  },
} satisfies DetectorWords;
