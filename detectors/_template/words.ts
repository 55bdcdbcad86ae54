/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: '_template',
  title: 'What the console calls the detector',
  codes: {
    '_template.example': {
      counts: 'times',
      seriousness: 'use',
      labels: ['_template'],
      notice: {
        en: { one: 'a phrase of the example rules', other: '{count} phrases of the example rules' },
        es: { one: 'una frase de las reglas de ejemplo', other: '{count} frases de las reglas de ejemplo' },
      },
      title: 'A phrase of the example rules',
      headline: { one: 'a phrase of the example rules', other: '{count} phrases of the example rules' },
    },
  },
} satisfies DetectorWords;
