/** Text of another server for a terminal. */

/** A reply may hold anything, line ends and terminal sequences included. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
