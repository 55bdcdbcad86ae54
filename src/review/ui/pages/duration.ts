/** A length of time in the unit that fits it. */

/** @param value hours */
export function duration(value: number): string {
  if (value < 1) return `${Math.max(1, Math.round(value * 60))} min`;
  return value < 48 ? `${value.toFixed(value < 10 ? 1 : 0)} h` : `${Math.round(value / 24)} d`;
}
