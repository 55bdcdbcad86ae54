/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'student-image',
  title: 'Pictures of students',
  studentData: true,
  codes: {
    'student-image.restricted': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_image'],
      notice: {
        en: {
          one: 'a picture named after a student whose pictures may not be published',
          other: 'pictures named after {count} students whose pictures may not be published',
        },
        es: {
          one: 'una imagen con el nombre de un estudiante cuyas imágenes no se pueden publicar',
          other: 'imágenes con los nombres de {count} estudiantes cuyas imágenes no se pueden publicar',
        },
      },
      examples: true,
      title: 'A picture of a student with a media restriction',
      headline: {
        one: 'a picture of a student with a media restriction',
        other: 'pictures of {count} students with a media restriction',
      },
    },
    'student-image.named': {
      counts: 'students',
      seriousness: 'personal',
      labels: ['student_image'],
      notice: {
        en: { one: 'a picture named after a student', other: 'pictures named after {count} students' },
        es: {
          one: 'una imagen con el nombre de un estudiante',
          other: 'imágenes con los nombres de {count} estudiantes',
        },
      },
      examples: true,
      title: 'A picture named after a student',
      headline: { one: 'a picture named after a student', other: 'pictures named after {count} students' },
    },
    'student-image.words': {
      counts: 'times',
      seriousness: 'use',
      labels: ['student_image'],
      notice: {
        en: 'masked',
        es: {
          one: 'imágenes que, según su nombre o descripción, muestran a estudiantes',
          other: 'imágenes que, según su nombre o descripción, muestran a estudiantes',
        },
      },
      title: 'A picture described as showing students',
      headline: { one: 'pictures described as showing students', other: 'pictures described as showing students' },
    },
    'student-image.many': {
      counts: 'times',
      seriousness: 'use',
      labels: ['student_image'],
      notice: {
        en: 'masked',
        es: { one: 'muchas fotos o videos en un mensaje', other: 'muchas fotos o videos en un mensaje' },
      },
      title: 'Many pictures in one message',
      headline: { one: 'many pictures', other: 'many pictures' },
    },
  },
  reasons: {
    'student-image/file-name': 'The file name of the picture.',
    'student-image/caption': 'A caption or a people tag inside the picture file.',
    'student-image/description': 'The text describes the picture.',
    'student-image/media-restriction': 'The roster says that no pictures of this student may be published.',
    'student-image/many': 'The message has many pictures.',
    'student-image/own-words': 'Words that the district has configured.',
  },
} satisfies DetectorWords;
