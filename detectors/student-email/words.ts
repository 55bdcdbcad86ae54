/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'student-email',
  title: 'Families’ addresses',
  studentData: true,
  codes: {
    'student-email.several-families': {
      counts: 'times',
      seriousness: 'personal',
      labels: ['student_email'],
      notice: {
        en: {
          one: 'an e-mail address of a family, shown to other families or to others',
          other: 'e-mail addresses of several families, shown to each other or to others',
        },
        es: {
          one: 'una dirección de correo de una familia, visible para otras familias u otras personas',
          other: 'direcciones de correo de varias familias, visibles entre sí o para otras personas',
        },
      },
      examples: true,
      title: 'Families’ e-mail addresses shown to each other',
      headline: { one: 'an e-mail address of a family', other: 'e-mail addresses of several families' },
    },
    'student-email.single-family': {
      counts: 'times',
      seriousness: 'personal',
      labels: ['student_email'],
      notice: {
        en: {
          one: 'an e-mail address of one family, shown to others',
          other: 'e-mail addresses of one family, shown to others',
        },
        es: {
          one: 'una dirección de correo de una familia, visible para otras personas',
          other: 'direcciones de correo de una familia, visibles para otras personas',
        },
      },
      examples: true,
      title: 'A family’s e-mail address shown to others',
      headline: { one: 'a family’s e-mail address', other: 'a family’s e-mail addresses' },
    },
  },
} satisfies DetectorWords;
