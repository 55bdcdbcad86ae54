/** Who may relay: networks and logins, for senders of the district, whatever else the header shows. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { configSchema } from '../config/schema.ts';
import { readHeader } from '../message/header.ts';
import { createRelayPolicy } from './relay-policy.ts';

const policy = createRelayPolicy(
  configSchema.parse({
    district: { domains: ['school.example', '.school.example'], studentDomains: ['pupils.example'] },
    smtp: { networks: ['192.0.2.0/24', '198.51.100.7', '2001:db8::/32'] },
  }),
);
const codeOf = (run: () => void): string => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('networks', () => {
  it.each([
    ['192.0.2.1', true],
    ['::ffff:192.0.2.1', true],
    ['192.0.3.1', false],
    ['198.51.100.7', true],
    ['198.51.100.8', false],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['127.0.0.1', false],
    ['', false],
    ['nonsense', false],
  ])('%s: %p', (address, expected) => expect(policy.isTrustedNetwork(address)).toBe(expected));
});

describe('envelope senders', () => {
  const inside = { address: '192.0.2.1', loggedIn: false };
  const login = { address: '203.0.113.1', loggedIn: true };
  it.each([
    [inside, 'a@school.example', 'ok'],
    [inside, 'a@mail.school.example', 'ok'],
    [inside, 'a@pupils.example', 'ok'],
    [inside, '', 'ok'],
    [inside, 'a@elsewhere.example', 'receive.sender-not-ours'],
    [inside, 'a@notschool.example', 'receive.sender-not-ours'],
    [login, 'a@school.example', 'ok'],
    [login, '', 'receive.sender-not-ours'],
    [{ address: '203.0.113.1', loggedIn: false }, 'a@school.example', 'receive.relay-denied'],
    [{ address: '203.0.113.1', loggedIn: false }, '', 'receive.relay-denied'],
  ])('%j with %j: %s', (client, sender, expected) =>
    expect(codeOf(() => policy.checkSender(client, sender))).toBe(expected),
  );
});

describe('header senders', () => {
  const check = (header: string): string =>
    codeOf(() => policy.checkHeader(readHeader(Buffer.from(`${header}\r\n\r\n`)), 'a@school.example'));

  it('a foreign address is refused wherever it stands among ours', () => {
    const ours = fc.constantFrom('a@school.example', 'Ana <a@school.example>', '"x@y" <b@school.example>');
    const foreign = fc.constantFrom(
      'x@elsewhere.example',
      'Ana <x@elsewhere.example>',
      '"a@school.example" <x@elsewhere.example>',
      '(a@school.example) x@elsewhere.example',
      'Team: x@elsewhere.example;',
      'a@school.example <x@elsewhere.example>',
      '<x@elsewhere.example> <a@school.example>',
      'x @ elsewhere.example',
    );
    fc.assert(
      fc.property(fc.array(ours, { maxLength: 3 }), foreign, fc.array(ours, { maxLength: 3 }), (before, bad, after) => {
        expect(check(`From: ${[...before, bad, ...after].join(', ')}`)).toBe('receive.from-not-ours');
        expect(check(`From: a@school.example\r\nSender: ${bad}`)).toBe('receive.from-not-ours');
        expect(check(`From: a@school.example\r\nFrom: ${bad}`)).toBe('receive.from-not-ours');
        expect(check(`From: a@school.example\r\nno field\r\n , ${bad}`)).toBe('receive.from-not-ours');
      }),
    );
    fc.assert(
      fc.property(fc.array(ours, { minLength: 1, maxLength: 4 }), (all) => {
        expect(check(`From: ${all.join(', ')}`)).toBe('ok');
      }),
    );
  });

  it('does not matter for the null sender: bounces come from anywhere', () => {
    const header = readHeader(Buffer.from('From: x@elsewhere.example\r\n\r\n'));
    expect(codeOf(() => policy.checkHeader(header, ''))).toBe('ok');
  });
});
