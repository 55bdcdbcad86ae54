/** Finds CR or LF outside CRLF: receivers read such content differently, which SMTP smuggling exploits. */

const CR = 13;
const LF = 10;

export function hasBareLineEnd(raw: Buffer): boolean {
  for (let at = raw.indexOf(LF); at >= 0; at = raw.indexOf(LF, at + 1)) {
    if (at === 0 || raw[at - 1] !== CR) return true;
  }
  for (let at = raw.indexOf(CR); at >= 0; at = raw.indexOf(CR, at + 1)) {
    if (raw[at + 1] !== LF) return true;
  }
  return false;
}
