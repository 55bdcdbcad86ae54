/** Formats numbers, counts with nouns, and percentages. */

export function number(value: number): string {
  return value.toLocaleString();
}

/** `1 message`, `1,204 messages`. @param many the plural, if it is irregular */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `93%`, `0.3%`. */
export function percent(share: number): string {
  const hundredths = share * 100;
  return `${hundredths > 0 && hundredths < 1 ? hundredths.toFixed(1) : Math.round(hundredths)}%`;
}
