/** Reads the mailboxes of address fields (RFC 5322 3.4), and counts what different programs may read differently. */
import type { Mailbox } from '../../detectors/detector.ts';

/** Mailboxes of an address field (RFC 5322 3.4): display names, quoted strings, comments and groups. Text that is no mailbox is skipped. */
export function parseMailboxes(value: string): Mailbox[] {
  return readMailboxes(value).boxes;
}

/**
 * Reads the mailboxes for a decision on trust. `unreadable` counts what another reader may take for an address, or for a
 * different address: text with an @ that is no address, text after the angle brackets, brackets that are open or repeated.
 */
export function readMailboxes(value: string): { boxes: Mailbox[]; unreadable: number } {
  const boxes: Mailbox[] = [];
  let unreadable = 0;
  let name = '';
  let angle: string | undefined;
  const finish = () => {
    const address = (angle ?? name).trim();
    if (/^(?:"(?:[^"\\]|\\.)*"|[^\s@"<>]+)@[^\s@<>]+$/.test(address)) {
      const at = address.lastIndexOf('@');
      boxes.push({
        name: angle === undefined ? '' : unquote(name.trim()),
        address: address.slice(0, at) + address.slice(at).toLowerCase(),
      });
    } else if (angle !== undefined || name.includes('@')) {
      unreadable += 1;
    }
    name = '';
    angle = undefined;
  };
  for (let i = 0; i < value.length; i += 1) {
    const char = value[i]!;
    if (char === '"') {
      const start = i;
      for (i += 1; i < value.length && value[i] !== '"'; i += 1) if (value[i] === '\\') i += 1;
      name += value.slice(start, i + 1);
    } else if (char === '(') {
      for (let depth = 1; depth > 0 && ++i < value.length;) {
        if (value[i] === '\\') i += 1;
        else if (value[i] === '(') depth += 1;
        else if (value[i] === ')') depth -= 1;
      }
    } else if (char === '<') {
      const close = endOfAngle(value, i + 1);
      if (angle !== undefined || close === value.length) unreadable += 1;
      angle = value.slice(i + 1, close).replace(/^@[^:]*:/, '');
      i = close;
    } else if (char === ',' || char === ';') {
      finish();
    } else if (char === ':' && angle === undefined) {
      if (name.includes('@')) unreadable += 1;
      name = ''; // a group's name
    } else if (angle === undefined) {
      name += char;
    } else if (char !== ' ' && char !== '\t') {
      unreadable += 1;
    }
  }
  finish();
  return { boxes, unreadable };
}

function endOfAngle(value: string, from: number): number {
  for (let i = from; i < value.length; i += 1) {
    if (value[i] === '"') {
      for (i += 1; i < value.length && value[i] !== '"'; i += 1) if (value[i] === '\\') i += 1;
    } else if (value[i] === '>') return i;
  }
  return value.length;
}

function unquote(text: string): string {
  return text.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => inner.replace(/\\(.)/g, '$1'));
}
