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
  },
} satisfies DetectorWords;
