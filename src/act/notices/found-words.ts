/** Phrases for findings by code, for codes without one by detector, and for what could not be read; in each language. */
import type { Reach } from '../../decide/verdict.ts';
import type { Language } from './notice.ts';

/** @param students distinct students, 0 where none is known; @param count findings */
type Phrase = (students: number, count: number) => string;

export interface FoundWords {
  /** By finding code. */
  readonly codes: Readonly<Record<string, Phrase>>;
  /** By detector id, for codes without a phrase. Without either, a finding's masked text is shown. */
  readonly families: Readonly<Record<string, Phrase>>;
  /** By `unread.*` and `scan.*` code, or by `unread` and `scan`. */
  readonly unchecked: Readonly<Record<string, string>>;
  /** By `unread.*` code: what the sender can do about it. */
  readonly advice: Readonly<Record<string, string>>;
  /** Whom a message to lists would reach, and that many have answered already. */
  reach(reach: Reach): string[];
  times(count: number): string;
  more(count: number): string;
}

const studentsEn = (one: string, many: string, n: number) =>
  n === 1 ? `a name with ${one} of 1 student` : `names with ${many} of ${n === 0 ? 'students' : `${n} students`}`;
const studentsEs = (one: string, many: string, n: number) =>
  n === 1
    ? `un nombre con ${one} de 1 estudiante`
    : `nombres con ${many} de ${n === 0 ? 'estudiantes' : `${n} estudiantes`}`;

function reachEn({ lists, members, thread }: Reach): string[] {
  const what = lists === 1 ? 'a mailing list' : `${lists} mailing lists`;
  const whom = lists === 1 ? 'that reaches' : 'that reach';
  const count = (members ?? 0).toLocaleString('en-US');
  return [
    ...(thread
      ? [
          `${people(thread.senders, 'en-US', 'person has', 'people have')} already answered everyone within ${thread.withinMinutes} minutes`,
        ]
      : []),
    members === undefined
      ? `it goes to ${what}`
      : `it goes to ${what} ${whom} ${members === 1 ? '1 person' : `${count} people`}`,
  ];
}

function reachEs({ lists, members, thread }: Reach): string[] {
  const what = lists === 1 ? 'una lista de correo' : `${lists} listas de correo`;
  const whom = lists === 1 ? 'que llega' : 'que llegan';
  const count = (members ?? 0).toLocaleString('es-US');
  return [
    ...(thread
      ? [
          `${people(thread.senders, 'es-US', 'persona ya respondió', 'personas ya respondieron')} a todos en ${thread.withinMinutes} minutos`,
        ]
      : []),
    members === undefined
      ? `va a ${what}`
      : `va a ${what} ${whom} a ${members === 1 ? '1 persona' : `${count} personas`}`,
  ];
}

const people = (count: number, locale: string, one: string, many: string): string =>
  `${count.toLocaleString(locale)} ${count === 1 ? one : many}`;

const en: FoundWords = {
  codes: {
    'student-pii.home-address': (students) => studentsEn('the home address', 'home addresses', students),
    'student-pii.phone': (students) => studentsEn('a phone number', 'phone numbers', students),
    'student-pii.family-name': (students) => studentsEn('family members', 'family members', students),
    'student-pii.location': (students) => studentsEn('the whereabouts', 'the whereabouts', students),
    'student-email.single-family': () => 'e-mail addresses of one family, shown to others',
    'student-email.several-families': () => 'e-mail addresses of several families, shown to each other or to others',
    'student-image.restricted': (students) =>
      students > 1
        ? `pictures named after ${students} students of whom none may be published`
        : 'a picture named after a student of whom none may be published',
    'student-image.named': (students) =>
      students > 1 ? `pictures named after ${students} students` : 'a picture named after a student',
  },
  families: {},
  unchecked: {
    unread: 'an attachment that could not be read',
    'unread.encrypted': 'an encrypted attachment, which could not be read',
    'unread.damaged': 'a damaged attachment, which could not be read',
    'unread.unsupported': 'an attachment of a kind that cannot be read here',
    'unread.image': 'a picture, which was not read',
    'unread.media': 'sound or film, which was not read',
    'unread.too-deep': 'files packed into each other too deep to be read',
    'unread.too-big': 'an attachment too big to be read completely',
    'unread.too-many': 'an attachment with too many files in it to be read',
    'unread.too-slow': 'an attachment that took too long to read',
    scan: 'the message could not be checked completely',
  },
  advice: {
    'unread.encrypted': 'send it again without a password, or share it in a way that your district has approved',
    'unread.damaged': 'open it, save it again and send the new copy',
    'unread.unsupported': 'send it as a PDF, Word or Excel file instead',
    'unread.too-deep': 'attach the files one by one',
    'unread.too-big': 'send it in smaller parts',
    'unread.too-many': 'send fewer files at a time',
    'unread.too-slow': 'send it in smaller parts',
  },
  reach: reachEn,
  times: (count) => `${count} times`,
  more: (count) => `and ${count} more`,
};

const es: FoundWords = {
  codes: {
    'student-pii.home-address': (students) => studentsEs('el domicilio', 'domicilios', students),
    'student-pii.phone': (students) => studentsEs('un número de teléfono', 'números de teléfono', students),
    'student-pii.family-name': (students) => studentsEs('familiares', 'familiares', students),
    'student-pii.location': (students) => studentsEs('el paradero', 'el paradero', students),
    'student-email.single-family': () => 'direcciones de correo de una familia, visibles para otras personas',
    'student-email.several-families': () => 'direcciones de correo de varias familias, visibles entre sí o para otros',
    'student-image.restricted': (students) =>
      students > 1
        ? `imágenes con el nombre de ${students} estudiantes de quienes no se pueden publicar imágenes`
        : 'una imagen con el nombre de un estudiante de quien no se pueden publicar imágenes',
    'student-image.named': (students) =>
      students > 1 ? `imágenes con el nombre de ${students} estudiantes` : 'una imagen con el nombre de un estudiante',
    'listserv.unapproved-sender': () => 'una lista en la que solo pueden escribir remitentes autorizados',
    'listserv.outside-crowd': () => 'muchas direcciones externas que todos los destinatarios pueden ver',
  },
  families: {
    'student-pii': (students) => studentsEs('datos personales', 'datos personales', students),
    'student-email': () => 'direcciones de correo de estudiantes o familias',
    'student-image': () => 'imágenes que pueden mostrar a estudiantes',
    solicitation: () => 'ventas o publicidad ajenas al trabajo',
    profanity: () => 'lenguaje vulgar',
    harassment: () => 'palabras que pueden herir, humillar o amenazar a alguien',
    listserv: () => 'un asunto personal o ajeno al trabajo enviado a una lista o a muchas personas',
  },
  unchecked: {
    unread: 'un archivo adjunto que no se pudo leer',
    'unread.encrypted': 'un archivo adjunto cifrado, que no se pudo leer',
    'unread.damaged': 'un archivo adjunto dañado, que no se pudo leer',
    'unread.unsupported': 'un archivo adjunto de un tipo que aquí no se puede leer',
    'unread.image': 'una imagen, que no se leyó',
    'unread.media': 'sonido o video, que no se leyó',
    'unread.too-deep': 'archivos empaquetados unos dentro de otros con demasiados niveles para leerlos',
    'unread.too-big': 'un archivo adjunto demasiado grande para leerlo completo',
    'unread.too-many': 'un archivo adjunto con demasiados archivos dentro para leerlos',
    'unread.too-slow': 'un archivo adjunto que tardó demasiado en leerse',
    scan: 'el mensaje no se pudo revisar por completo',
  },
  advice: {
    'unread.encrypted': 'envíelo de nuevo sin contraseña, o compártalo por un medio aprobado por su distrito',
    'unread.damaged': 'ábralo, guárdelo otra vez y envíe la copia nueva',
    'unread.unsupported': 'envíelo como archivo PDF, Word o Excel',
    'unread.too-deep': 'adjunte los archivos uno por uno',
    'unread.too-big': 'envíelo en partes más pequeñas',
    'unread.too-many': 'envíe menos archivos a la vez',
    'unread.too-slow': 'envíelo en partes más pequeñas',
  },
  reach: reachEs,
  times: (count) => `${count} veces`,
  more: (count) => `y ${count} más`,
};

export const foundWords: Readonly<Record<Language, FoundWords>> = { en, es };
