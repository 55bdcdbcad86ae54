/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'political',
  title: 'Campaign mail',
  codes: {
    'political.campaign': {
      counts: 'times',
      seriousness: 'use',
      labels: ['political'],
      notice: {
        en: { one: 'campaign material', other: 'campaign material ({count} times)' },
        es: { one: 'propaganda electoral', other: 'propaganda electoral ({count} veces)' },
      },
      title: 'Campaign material',
      headline: { one: 'campaign material', other: 'campaign material' },
    },
  },
} satisfies DetectorWords;
