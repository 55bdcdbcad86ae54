/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'student-pii',
  title: 'Student data',
  studentData: true,
  codes: {
    'student-pii.home-address': {
      counts: 'students',
      seriousness: 'personal',
      labels: ['student_pii'],
      notice: {
        en: {
          one: 'the name and home address of 1 student',
          other: 'the names and home addresses of {count} students',
          none: 'names and home addresses of students',
        },
        es: {
          one: 'el nombre y el domicilio de 1 estudiante',
          other: 'los nombres y domicilios de {count} estudiantes',
          none: 'nombres y domicilios de estudiantes',
        },
      },
      examples: true,
      title: 'Home address beside a student’s name',
      headline: { of: 'students', one: 'home address', other: 'home addresses' },
    },
    'student-pii.phone': {
      counts: 'students',
      seriousness: 'personal',
      labels: ['student_pii'],
      notice: {
        en: {
          one: 'the name and phone number of 1 student',
          other: 'the names and phone numbers of {count} students',
          none: 'names and phone numbers of students',
        },
        es: {
          one: 'el nombre y el número de teléfono de 1 estudiante',
          other: 'los nombres y números de teléfono de {count} estudiantes',
          none: 'nombres y números de teléfono de estudiantes',
        },
      },
      examples: true,
      title: 'Phone number beside a student’s name',
      headline: { of: 'students', one: 'phone number', other: 'phone numbers' },
    },
    'student-pii.location': {
      counts: 'students',
      seriousness: 'personal',
      labels: ['student_pii'],
      notice: {
        en: {
          one: 'the name of 1 student and where the student can be found',
          other: 'the names of {count} students and where they can be found',
          none: 'names of students and where they can be found',
        },
        es: {
          one: 'el nombre de 1 estudiante y el lugar donde se encuentra',
          other: 'los nombres de {count} estudiantes y los lugares donde se encuentran',
          none: 'nombres de estudiantes y los lugares donde se encuentran',
        },
      },
      examples: true,
      title: 'Where a student can be found',
      headline: { of: 'students', one: 'location', other: 'locations' },
    },
    'student-pii.family-name': {
      counts: 'students',
      seriousness: 'personal',
      labels: ['student_pii'],
      notice: {
        en: {
          one: 'the names of 1 student and family members',
          other: 'the names of {count} students and their family members',
          none: 'names of students and their family members',
        },
        es: {
          one: 'los nombres de 1 estudiante y de sus familiares',
          other: 'los nombres de {count} estudiantes y de sus familiares',
          none: 'nombres de estudiantes y de sus familiares',
        },
      },
      examples: true,
      title: 'Family member beside a student’s name',
      headline: { of: 'students', one: 'family members', other: 'family members' },
    },
  },
  reasons: {
    'roster-family:full-name': 'The full name of a family member on the roster.',
    'other-part': 'The student’s name is in another part of the message.',
    phone: 'A phone number.',
    'street-address': 'A street address.',
    'lives-at': 'Words that say where someone lives.',
    'lives-in-estate': 'The name of a housing development where someone lives.',
    'house-on': 'Words that say where a home is.',
    'bus-stop': 'Words that say where a student is picked up or dropped off.',
    shelter: 'A shelter or another temporary home.',
    apartments: 'The name of an apartment building.',
    'works-at': 'Words that say where a family member works.',
    'own-shop': 'A family member’s business.',
  },
} satisfies DetectorWords;
