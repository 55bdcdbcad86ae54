/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'credentials',
  title: 'Passwords',
  codes: {
    'credentials.password': {
      counts: 'times',
      seriousness: 'confidential',
      labels: ['credentials'],
      notice: {
        en: { one: 'a password', other: '{count} passwords' },
        es: { one: 'una contraseña', other: '{count} contraseñas' },
      },
      title: 'A password',
      headline: { one: 'a password', other: '{count} passwords' },
    },
    'credentials.pin': {
      counts: 'times',
      seriousness: 'confidential',
      labels: ['credentials'],
      notice: {
        en: { one: 'a PIN or lock code', other: '{count} PINs or lock codes' },
        es: { one: 'un PIN o el código de una cerradura', other: '{count} PIN o códigos de cerraduras' },
      },
      title: 'A PIN or lock code',
      headline: { one: 'a PIN', other: '{count} PINs' },
    },
    'credentials.security-answer': {
      counts: 'times',
      seriousness: 'confidential',
      labels: ['credentials'],
      notice: {
        en: { one: 'the answer to a security question', other: 'the answers to {count} security questions' },
        es: {
          one: 'la respuesta a una pregunta de seguridad',
          other: 'las respuestas a {count} preguntas de seguridad',
        },
      },
      title: 'The answer to a security question',
      headline: { one: 'a security answer', other: '{count} security answers' },
    },
  },
  reasons: {
    'login-pair': 'It is next to a user name.',
    told: 'The text gives it to the reader.',
    advice: 'The text may be general advice.',
    meeting: 'It may be the code of an online meeting.',
    'code-sample': 'It may be part of a code sample.',
  },
} satisfies DetectorWords;
