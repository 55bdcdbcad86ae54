/** Transfer encodings: what is text as it stands, whatever the field says. */
import { expect, test } from '@jest/globals';
import { isReadableText } from './transfer-encoding.ts';

test.each([
  ['The flyers are ready. Please send 200 copies by Friday.\r\n', true],
  ['Guten Morgen, die Flyer sind fertig – bitte 200 Stück schicken.', true],
  ['VGhlIGZseWVycyBhcmUgcmVhZHkuIFBsZWFzZSBzZW5kIDIwMCBjb3BpZXMgYnkgRnJpZGF5Lg==\r\n', false],
  ['=ybegin line=128 size=20 name=a.bin\r\n\u0001\u0002\u0003', false],
])('%j is text: %s', (text, expected) => expect(isReadableText(Buffer.from(text))).toBe(expected));
