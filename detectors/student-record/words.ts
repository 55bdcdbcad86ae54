/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'student-record',
  title: 'Student records',
  studentData: true,
  codes: {
    'student-record.ssn': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_record'],
      notice: {
        en: {
          one: 'the Social Security number of 1 student',
          other: 'Social Security numbers of {count} students',
          none: 'Social Security numbers of students',
        },
        es: {
          one: 'el número de Seguro Social de 1 estudiante',
          other: 'números de Seguro Social de {count} estudiantes',
          none: 'números de Seguro Social de estudiantes',
        },
      },
      title: 'Social Security number beside a student’s name',
      headline: { of: 'students', one: 'Social Security number', other: 'Social Security numbers' },
    },
    'student-record.special-education': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_record'],
      notice: {
        en: {
          one: 'special education information about 1 student',
          other: 'special education information about {count} students',
          none: 'special education information about students',
        },
        es: {
          one: 'información sobre la educación especial de 1 estudiante',
          other: 'información sobre la educación especial de {count} estudiantes',
          none: 'información sobre la educación especial de estudiantes',
        },
      },
      title: 'Special education information beside a student’s name',
      headline: { of: 'students', one: 'special education information', other: 'special education information' },
    },
    'student-record.circumstances': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_record'],
      notice: {
        en: {
          one: 'information about the family circumstances of 1 student',
          other: 'information about the family circumstances of {count} students',
          none: 'information about the family circumstances of students',
        },
        es: {
          one: 'información sobre la situación familiar de 1 estudiante',
          other: 'información sobre la situación familiar de {count} estudiantes',
          none: 'información sobre la situación familiar de estudiantes',
        },
      },
      title: 'Family circumstances beside a student’s name',
      headline: { of: 'students', one: 'family circumstances', other: 'family circumstances' },
    },
    'student-record.health': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_record'],
      notice: {
        en: {
          one: 'health information about 1 student',
          other: 'health information about {count} students',
          none: 'health information about students',
        },
        es: {
          one: 'información sobre la salud de 1 estudiante',
          other: 'información sobre la salud de {count} estudiantes',
          none: 'información sobre la salud de estudiantes',
        },
      },
      title: 'Health information beside a student’s name',
      headline: { of: 'students', one: 'health information', other: 'health information' },
    },
    'student-record.discipline': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_record'],
      notice: {
        en: {
          one: 'discipline information about 1 student',
          other: 'discipline information about {count} students',
          none: 'discipline information about students',
        },
        es: {
          one: 'información disciplinaria de 1 estudiante',
          other: 'información disciplinaria de {count} estudiantes',
          none: 'información disciplinaria de estudiantes',
        },
      },
      title: 'Discipline information beside a student’s name',
      headline: { of: 'students', one: 'discipline information', other: 'discipline information' },
    },
    'student-record.grades': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_record'],
      notice: {
        en: {
          one: 'grades or attendance of 1 student',
          other: 'grades or attendance of {count} students',
          none: 'grades or attendance of students',
        },
        es: {
          one: 'calificaciones o asistencia de 1 estudiante',
          other: 'calificaciones o asistencia de {count} estudiantes',
          none: 'calificaciones o asistencia de estudiantes',
        },
      },
      title: 'Grades or attendance beside a student’s name',
      headline: { of: 'students', one: 'grades or attendance', other: 'grades or attendance' },
    },
    'student-record.student-id': {
      counts: 'students',
      seriousness: 'confidential',
      labels: ['student_record'],
      notice: {
        en: {
          one: 'the student ID of 1 student',
          other: 'student IDs of {count} students',
          none: 'student IDs of students',
        },
        es: {
          one: 'el número de identificación de 1 estudiante',
          other: 'números de identificación de {count} estudiantes',
          none: 'números de identificación de estudiantes',
        },
      },
      title: 'Student ID beside a student’s name',
      headline: { of: 'students', one: 'student ID', other: 'student IDs' },
    },
  },
  reasons: {
    'possible-name': 'Words that look like a person’s name.',
    column: 'The column heading names this kind of data.',
  },
} satisfies DetectorWords;
