/** Reads a report (RFC 3464, RFC 6522) back into its parts, strictly: what is not as the RFCs ask is an error. */
import { readHeader, valuesOf } from '../../src/message/header.ts';

export interface Report {
  /** Per-message fields by lower-case name. */
  readonly message: Readonly<Record<string, string>>;
  /** One group for each recipient. */
  readonly recipients: readonly Readonly<Record<string, string>>[];
  /** The header section of the original. */
  readonly original: string;
  readonly originalType: string;
}

/** @throws Error naming what is wrong */
export function readReport(raw: Buffer): Report {
  const type = valuesOf(readHeader(raw), 'content-type')[0] ?? '';
  const kind = /^multipart\/report;.*report-type="?((?:global-)?delivery-status)"?/i.exec(type)?.[1];
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (kind === undefined || boundary === undefined) throw new Error(`no report: ${type}`);
  const parts = raw
    .toString('latin1')
    .split(new RegExp(`(?:^|\\r\\n)--${boundary.replace(/[^\w]/g, '\\$&')}(?:--)?\\r\\n`))
    .slice(1, 4)
    .map((part) => Buffer.from(part, 'latin1'));
  const [explanation, status, original] = parts;
  if (explanation === undefined || status === undefined || original === undefined) throw new Error('not three parts');
  const types = [status, original].map((part) => valuesOf(readHeader(part), 'content-type')[0]?.split(';')[0] ?? '');
  if (types[0] !== `message/${kind}`) throw new Error(`the second part is ${types[0]}`);
  const groups = bodyOf(status)
    .split(/\r\n\r\n/)
    .filter((group) => group.trim() !== '')
    .map(fieldsOf);
  const [message, ...recipients] = groups;
  if (message === undefined || recipients.length === 0) throw new Error('no group for a recipient');
  return { message, recipients, original: bodyOf(original), originalType: types[1] ?? '' };
}

function bodyOf(part: Buffer): string {
  const text = part.toString('utf8');
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

function fieldsOf(group: string): Record<string, string> {
  return Object.fromEntries(
    group
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [, name, value] = /^([A-Za-z-]+): (.*)$/.exec(line) ?? [];
        if (name === undefined || value === undefined) throw new Error(`not a field: ${line}`);
        return [name.toLowerCase(), value];
      }),
  );
}
