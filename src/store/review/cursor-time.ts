/** Times in the cursors of lists, as PostgreSQL writes them; a caller may have changed them. */

/** Whether PostgreSQL accepts the text as a time; `2026-02-31` is not one. */
export function isTime(text: string): boolean {
  const [, date = '', time = '', fraction = '', hours = '', minutes = '00'] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,6})?([+-]\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const at = new Date(`${date}T${time}${fraction.slice(0, 4)}Z`);
  const isDate = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${date}T${time}`);
  return isDate && Math.abs(Number(hours)) <= 14 && Number(minutes) < 60;
}
