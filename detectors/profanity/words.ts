/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'profanity',
  title: 'Profanity',
  codes: {
    'profanity.plain': {
      counts: 'times',
      seriousness: 'conduct',
      labels: ['profanity'],
      notice: {
        en: { one: 'a profane word', other: '{count} profane words' },
        es: { one: 'una palabra vulgar', other: '{count} palabras vulgares' },
      },
      title: 'A profane word',
      headline: { one: 'a profane word', other: '{count} profane words' },
    },
    'profanity.disguised': {
      counts: 'times',
      seriousness: 'conduct',
      labels: ['profanity'],
      notice: {
        en: { one: 'a disguised profane word', other: '{count} disguised profane words' },
        es: { one: 'una palabra vulgar disimulada', other: '{count} palabras vulgares disimuladas' },
      },
      title: 'A disguised profane word',
      headline: { one: 'a disguised profane word', other: '{count} disguised profane words' },
    },
  },
  reasons: {
    'profanity/strong': 'A strongly profane word.',
    'profanity/mild': 'A mildly profane word.',
    'profanity/ordinary-word': 'The word also has an ordinary meaning.',
  },
} satisfies DetectorWords;
