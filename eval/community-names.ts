/** Names of people by community, taken from public lists in the order of how common they are; `communities.ts` puts them into messages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

export interface Community {
  readonly name: string;
  readonly people: readonly { readonly given: string; readonly surname: string; readonly guardian: string }[];
}

const spanishGiven =
  'María,José,Guadalupe,Alejandro,Ximena,Joaquín,Lucía,Mateo,Camila,Santiago,Valentina,Diego,Itzel,Emiliano,Renata,Ángel,Marisol,Rubén,Araceli,Íker,Dulce,Óscar,Yaretzi,Andrés,Noemí'.split(
    ',',
  );
/** A Somali name is the own, the father's and the grandfather's; schools write the last as the surname. */
const somaliGiven =
  'Abdirahman,Hodan,Fadumo,Abshir,Ifrah,Mohamed,Hamdi,Liban,Sahra,Khadra,Abdullahi,Ayaan,Zakaria,Nasteho,Yusuf,Hibaq,Mahad,Deqa,Bilal,Ubah'.split(
    ',',
  );
const somaliSurnames =
  'Warsame,Abdi,Hassan,Osman,Jama,Farah,Ali,Mohamud,Omar,Hersi,Aden,Ibrahim,Duale,Nur,Abdullahi,Ismail,Gedi,Barre'.split(
    ',',
  );

/**
 * @param folder with the lists that `communities.ts` names
 * @param count people of each community; the same names come again with others where a list is short
 */
export function communities(folder: string, count: number): Community[] {
  const lines = (file: string) => readFileSync(join(folder, file), 'utf8').split(/\r?\n/);
  const census = parse<Record<string, string>>(lines('census-2010-top1022-race.csv').slice(0, -1).join('\n'), {
    columns: true,
    relax_column_count: true,
  });
  const surnamesWith = (column: string, least: number) =>
    census.filter((row) => Number(row[column]) >= least).map((row) => titled(row['name']!));
  const byShare = (column: string, most: number) =>
    [...census]
      .sort((a, b) => Number(b[column] || 0) - Number(a[column] || 0))
      .slice(0, most)
      .map((row) => titled(row['name']!));
  const wisconsin = lines('wi_given_names_2003plus.csv')
    .slice(1, 301)
    .map((line) => titled(line.split(',')[0]!));
  const hmong = (kind: string) =>
    lines('hmong_curated.txt')
      .find((line) => line.startsWith(`${kind}:`))!
      .split(/\s+/)
      .slice(1);
  const listed = (file: string, most: number) =>
    lines(file)
      .filter((name) => /^[a-z]{3,}$/i.test(name))
      .slice(0, most)
      .map(titled);
  const indianGiven = interleaved(listed('indian-female.csv', 80), listed('indian-male.csv', 80));
  const hispanic = surnamesWith('pcthispanic', 85);

  return [
    community('white surnames', wisconsin, surnamesWith('pctwhite', 90), count),
    community('Black surnames', wisconsin, byShare('pctblack', 30), count),
    community('Native surnames', wisconsin, byShare('pctaian', 20), count),
    community('Asian surnames', wisconsin, surnamesWith('pctapi', 70), count),
    community('Hispanic', spanishGiven, hispanic, count),
    community(
      'Hispanic, two surnames',
      spanishGiven,
      hispanic.map((name, at) => `${name} ${hispanic[(at + 7) % hispanic.length]}`),
      count,
    ),
    community('Hmong', hmong('given'), hmong('surname'), count),
    community('Indian', indianGiven, listed('indian-surnames.csv', 80), count),
    community('Somali', somaliGiven, somaliSurnames, count),
  ];
}

function community(name: string, given: readonly string[], surnames: readonly string[], count: number): Community {
  const people = Array.from({ length: count }, (_, at) => ({
    given: given[(at * 7) % given.length]!,
    surname: surnames[(at * 5 + Math.floor(at / surnames.length)) % surnames.length]!,
    guardian: given[(at * 7 + 3) % given.length]!,
  }));
  return { name, people };
}

function interleaved(a: readonly string[], b: readonly string[]): string[] {
  return a.flatMap((name, at) => [name, ...b.slice(at, at + 1)]);
}

function titled(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase();
}
