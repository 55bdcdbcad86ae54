/** The district and its contact in a language, where the configuration leaves them at their defaults. */
import type { WrittenLanguage } from './date-in-words.ts';

/** Default of `district.name`. */
export const unnamedDistrict = 'the district';
/** Default of `notices.contact`. */
export const unnamedContact = 'your mail administrator';

const districts: Readonly<Record<WrittenLanguage, string>> = { en: unnamedDistrict, es: 'su distrito' };
const contacts: Readonly<Record<WrittenLanguage, string>> = {
  en: unnamedContact,
  es: 'la persona que administra el correo',
};

export function districtIn(language: WrittenLanguage, name: string): string {
  return name === unnamedDistrict ? districts[language] : name;
}

export function contactIn(language: WrittenLanguage, contact: string): string {
  return contact === unnamedContact ? contacts[language] : contact;
}
