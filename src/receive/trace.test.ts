/** Trace fields: well formed whatever the client calls itself, and recognised when the message comes back. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newMessageId } from '../message/message-id.ts';
import { readHeader } from '../message/header.ts';
import { isLooping, traceFields } from './trace.ts';

const at = new Date('2026-11-09T14:15:00Z');
const base = { hostname: 'gate.school.example', helo: 'client.example', client: '192.0.2.7', protocol: 'ESMTP', at };

describe('trace fields', () => {
  it('are two fields and nothing else, for any name of the client', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.ipV6(), (helo, client) => {
        const text = traceFields({ ...base, id: newMessageId(0), helo, client });
        const header = readHeader(Buffer.from(`${text}\r\n`));
        expect(header.junk).toBe('');
        expect(header.fields.map(({ name }) => name)).toEqual(['x-hallpass-trace', 'received']);
        expect(text).toMatch(/^[\t\r\n\x20-\x7e]*\r\n$/);
        expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
        expect(header.fields[1]!.value).toContain(`([IPv6:${client}])`);
      }),
    );
  });

  it('are a loop for their own gateway, whatever was put in front, and for no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), (hops) => {
        const front = 'Received: by somebody\r\n'.repeat(hops);
        const text = `${front}${traceFields({ ...base, id: newMessageId(0) })}Subject: x\r\n\r\n`;
        const header = readHeader(Buffer.from(text));
        expect(isLooping(header, 'GATE.school.example', 50)).toBe(true);
        expect(isLooping(header, 'gate2.school.example', 50)).toBe(false);
      }),
    );
  });

  it.each([
    `X-Hallpass-Trace:\r\n gate.school.example ${newMessageId(0)}`,
    `X-Hallpass-Trace:\tgate.school.example\t${newMessageId(0)}`,
    `x-hallpass-trace: gate.school.example\r\n\t${newMessageId(0)}`,
    `X-HALLPASS-TRACE :  GATE.school.example  ${newMessageId(0)}`,
  ])('folded or with tabs are a loop: %j', (field) => {
    const header = readHeader(Buffer.from(`${field}\r\nSubject: x\r\n\r\n`));
    expect(isLooping(header, 'gate.school.example', 50)).toBe(true);
  });

  it('of a long host name keep to the line length', () => {
    const hostname = `${'gate.'.repeat(12)}school.example`;
    const text = traceFields({ ...base, hostname, id: newMessageId(0), helo: 'x'.repeat(300), client: '2001:db8::1' });
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(isLooping(readHeader(Buffer.from(`${text}\r\n`)), hostname, 50)).toBe(true);
  });

  it('of too many hops are a loop', () => {
    const header = (hops: number) => readHeader(Buffer.from(`${'Received: x\r\n'.repeat(hops)}\r\n`));
    expect([49, 50, 51].map((hops) => isLooping(header(hops), 'gate', 50))).toEqual([false, false, true]);
  });
});
