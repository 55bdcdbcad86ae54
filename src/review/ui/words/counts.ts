/** Numbers with their nouns. */

export function number(value: number): string {
  return value.toLocaleString();
}

/** `1 message`, `1,204 messages`; an irregular plural is given. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `93 %`; a score is shown as the share of such findings that are right. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
