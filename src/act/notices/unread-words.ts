/** The texts of a notice about parts that could not be read and checks that did not finish, in each language. */
import type { Language } from './notice.ts';

export interface UnreadWords {
  /** By `unread.*` and `scan.*` code, or by `unread` and `scan`. */
  readonly unchecked: Readonly<Record<string, string>>;
  /** By `unread.*` code: what the sender can do about it. */
  readonly advice: Readonly<Record<string, string>>;
}

const en: UnreadWords = {
  unchecked: {
    unread: 'an attachment that could not be read',
    'unread.encrypted': 'an encrypted attachment, which could not be read',
    'unread.opaque': 'content in a form that cannot be read',
    'unread.damaged': 'a damaged attachment, which could not be read',
    'unread.unsupported': 'an attachment of a type that cannot be read',
    'unread.image': 'a picture, which was not read',
    'unread.picture-not-read': 'a picture whose text could not be read',
    'unread.picture-not-judged': 'a picture whose content could not be checked',
    'unread.media': 'an audio or video file, which was not read',
    'unread.too-deep': 'files nested too deeply to be read',
    'unread.too-big': 'an attachment that is too large to be read completely',
    'unread.too-many': 'an attachment that contains too many files to be read',
    'unread.too-slow': 'an attachment that took too long to read',
    'unread.partly-read': 'a text that is too long to be checked sentence by sentence',
    'unread.ambiguous': 'a message that different mail programs may show differently',
    scan: 'the message could not be checked completely',
  },
  advice: {
    'unread.encrypted': 'send it again without a password, or share it in a way that your district has approved',
    'unread.opaque': 'send it as text or as an ordinary document, or share it in a way that your district has approved',
    'unread.damaged': 'open it, save it again and send the new copy',
    'unread.unsupported': 'send it as a PDF, Word or Excel file instead',
    'unread.picture-not-read': 'send fewer or smaller pictures at a time, or send the text itself',
    'unread.picture-not-judged': 'send it as a JPEG or PNG file, or send fewer pictures at a time',
    'unread.too-deep': 'attach the files one by one',
    'unread.too-big': 'send it in smaller parts',
    'unread.too-many': 'send fewer files at a time',
    'unread.too-slow': 'send it in smaller parts',
    'unread.partly-read': 'send it in smaller parts',
    'unread.ambiguous': 'write it again as a new message and attach the files again',
  },
};

const es: UnreadWords = {
  unchecked: {
    unread: 'un archivo adjunto que no se pudo leer',
    'unread.encrypted': 'un archivo adjunto cifrado, que no se pudo leer',
    'unread.opaque': 'contenido en un formato que no se puede leer',
    'unread.damaged': 'un archivo adjunto dañado, que no se pudo leer',
    'unread.unsupported': 'un archivo adjunto de un tipo que no se puede leer',
    'unread.image': 'una imagen, que no se leyó',
    'unread.picture-not-read': 'una imagen cuyo texto no se pudo leer',
    'unread.picture-not-judged': 'una imagen cuyo contenido no se pudo revisar',
    'unread.media': 'un archivo de audio o video, que no se leyó',
    'unread.too-deep': 'archivos comprimidos unos dentro de otros con demasiados niveles para leerlos',
    'unread.too-big': 'un archivo adjunto demasiado grande para leerlo por completo',
    'unread.too-many': 'un archivo adjunto que contiene demasiados archivos para leerlos',
    'unread.too-slow': 'un archivo adjunto que tardó demasiado en leerse',
    'unread.partly-read': 'un texto demasiado largo para revisarlo frase por frase',
    'unread.ambiguous': 'un mensaje que distintos programas de correo pueden mostrar de forma diferente',
    scan: 'el mensaje no se pudo revisar por completo',
  },
  advice: {
    'unread.encrypted': 'envíelo de nuevo sin contraseña, o compártalo por un medio aprobado por su distrito',
    'unread.opaque': 'envíelo como texto o como documento habitual, o compártalo por un medio aprobado por su distrito',
    'unread.damaged': 'ábralo, guárdelo otra vez y envíe la copia nueva',
    'unread.unsupported': 'envíelo como archivo PDF, Word o Excel',
    'unread.picture-not-read': 'envíe menos imágenes o más pequeñas, o envíe el texto mismo',
    'unread.picture-not-judged': 'envíela como archivo JPEG o PNG, o envíe menos imágenes a la vez',
    'unread.too-deep': 'adjunte los archivos uno por uno',
    'unread.too-big': 'envíelo en partes más pequeñas',
    'unread.too-many': 'envíe menos archivos a la vez',
    'unread.too-slow': 'envíelo en partes más pequeñas',
    'unread.partly-read': 'envíelo en partes más pequeñas',
    'unread.ambiguous': 'escríbalo de nuevo como mensaje nuevo y vuelva a adjuntar los archivos',
  },
};

export const unreadWords: Readonly<Record<Language, UnreadWords>> = { en, es };
