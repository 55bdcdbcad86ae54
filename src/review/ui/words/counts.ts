/** Numbers with their nouns. */

export function number(value: number): string {
  return value.toLocaleString();
}

/** `1 message`, `1,204 messages`; an irregular plural is given. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `93 %`, `0.3 %`; a score is shown as the share of such findings that are right. */
export function percent(share: number): string {
  const hundredths = share * 100;
  return `${hundredths > 0 && hundredths < 1 ? hundredths.toFixed(1) : Math.round(hundredths)}\u00a0%`;
}
