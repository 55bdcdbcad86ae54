/** What a number says by itself: whether it can be a social security number, or is anybody's at all. */

/**
 * Whether a social security number can have been issued: no area 000, 666 or 900–999, no group 00, no serial 0000 (SSA, RM 10201.035;
 * the randomisation of 2011 kept these). Numbers known from advertisements are left out.
 */
export function isIssued(area: string, group: string, serial: string): boolean {
  if (area === '000' || area === '666' || area.startsWith('9') || group === '00' || serial === '0000') return false;
  return !published.has(area + group + serial);
}
const published = new Set(['078051120', '219099999', '123456789', '457555462']);

/** Nobody's: one digit over and over, or counting up. */
export function isPlaceholder(digits: string): boolean {
  return /^(\d)\1+$/.test(digits) || (digits.length > 5 && '0123456789'.includes(digits)) || /0{6}/.test(digits);
}
