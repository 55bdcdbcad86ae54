/** Names of spreadsheet columns, as people know them. */

/** @param column counted from 0: 0 is `A`, 25 is `Z`, 26 is `AA` */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
