/** Invented class lists for pictures: rows of a name, a date of birth, an address and a phone number. */

export interface ListRow {
  readonly name: string;
  readonly born: string;
  readonly street: string;
  readonly phone: string;
}

const english =
  'Amara Liam Olivia Noah Emma Mason Ava Ethan Zoe Caleb Ivy Owen Nora Miles Ruby Felix Hazel Jonah Clara Wyatt'.split(
    ' ',
  );
const spanish =
  'José María Lucía Mateo Sofía Andrés Ximena Iñaki Camila Rubén Jimena Álvaro Paloma Joaquín Marisol Tomás'.split(' ');
const englishFamilies =
  'Okafor Lindgren Brandt Whitaker Ferris Holloway Adeyemi Castellan Novak Bergeron Stanhope Delacroix Mbeki Pruitt'.split(
    ' ',
  );
const spanishFamilies = 'Núñez García Peña Ibáñez Rodríguez Muñoz Vásquez Castañeda Ordóñez Solís'.split(' ');
const englishStreets = ['Birch Lane', 'Elm Court', 'Harbor Street', 'Mill Road', 'Prairie Avenue', 'Second Street'];
const spanishStreets = ['Calle del Río', 'Avenida Peñón', 'Calle Jardín', 'Camino Viejo'];

/** The same numbers for the same seed (mulberry32), from 0 up to 1. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function classList(random: () => number, language: 'en' | 'es', count: number): ListRow[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const two = (from: number, to: number): string =>
    String(from + Math.floor(random() * (to - from + 1))).padStart(2, '0');
  const [given, families, streets] =
    language === 'en' ? [english, englishFamilies, englishStreets] : [spanish, spanishFamilies, spanishStreets];
  return Array.from({ length: count }, () => ({
    name: `${pick(given)} ${pick(families)}`,
    born: `${two(1, 12)}/${two(1, 28)}/20${two(10, 18)}`,
    street: language === 'en' ? `${two(10, 980)} ${pick(streets)}` : `${pick(streets)} ${two(10, 980)}`,
    phone: `555-01${two(0, 99)}`,
  }));
}
