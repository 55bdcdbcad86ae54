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
          one: 'an email address of a family, visible to other families or other people',
          other: 'email addresses of several families, visible to each other or to other people',
        },
        es: {
          one: 'una dirección de correo de una familia, visible para otras familias u otras personas',
          other: 'direcciones de correo de varias familias, visibles entre sí o para otras personas',
        },
      },
      examples: true,
      title: 'Families’ email addresses visible to each other',
      headline: { one: 'an email address of a family', other: 'email addresses of several families' },
    },
    'student-email.single-family': {
      counts: 'times',
      seriousness: 'personal',
      labels: ['student_email'],
      notice: {
        en: {
          one: 'an email address of one family, visible to other people',
          other: 'email addresses of one family, visible to other people',
        },
        es: {
          one: 'una dirección de correo de una familia, visible para otras personas',
          other: 'direcciones de correo de una familia, visibles para otras personas',
        },
      },
      examples: true,
      title: 'A family’s email address visible to other people',
      headline: { one: 'a family’s email address', other: 'a family’s email addresses' },
    },
  },
  reasons: {
    roster: 'The address is on the roster.',
    'student-domain': 'The address is a student’s mailbox.',
    evidence: 'The address and the words around it are those of a family.',
  },
} satisfies DetectorWords;
