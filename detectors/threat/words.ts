/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'threat',
  title: 'Threats',
  codes: {
    'threat.harm': {
      counts: 'times',
      seriousness: 'safety',
      labels: ['threat'],
      notice: {
        en: { one: 'words that threaten harm', other: 'words that threaten harm ({count} times)' },
        es: {
          one: 'palabras que amenazan con hacer daño',
          other: 'palabras que amenazan con hacer daño ({count} veces)',
        },
      },
      title: 'A threat of harm',
      headline: { one: 'a threat of harm', other: '{count} threats of harm' },
    },
    'threat.subtle': {
      counts: 'times',
      seriousness: 'safety',
      labels: ['threat'],
      notice: {
        en: {
          one: 'words that may be a veiled threat',
          other: 'words that may be a veiled threat ({count} times)',
        },
        es: {
          one: 'palabras que pueden ser una amenaza velada',
          other: 'palabras que pueden ser una amenaza velada ({count} veces)',
        },
      },
      title: 'Words that may be a veiled threat',
      headline: { one: 'a veiled threat', other: '{count} veiled threats' },
    },
  },
} satisfies DetectorWords;
