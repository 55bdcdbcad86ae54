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
const client = (address: string, login?: string) => ({
  address,
  ...(login === undefined ? {} : { login }),
  secure: true,
  hasCertificateOf: () => false,
});
const inside = client('192.0.2.1');
const login = client('203.0.113.1', 'copier');
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
  it.each([
    [inside, 'a@school.example', 'ok'],
    [inside, 'a@mail.school.example', 'ok'],
    [inside, 'a@pupils.example', 'ok'],
    [inside, '', 'ok'],
    [inside, 'a@elsewhere.example', 'receive.sender-not-ours'],
    [inside, 'a@notschool.example', 'receive.sender-not-ours'],
    [inside, 'prvs=0123456789=a@school.example', 'ok'],
    [inside, 'x%elsewhere.example@school.example', 'receive.sender-not-ours'],
    [inside, 'elsewhere.example!x@school.example', 'receive.sender-not-ours'],
    [inside, '"x@elsewhere.example"@school.example', 'receive.sender-not-ours'],
    [inside, '"x@school.example"@elsewhere.example', 'receive.sender-not-ours'],
    [inside, 'x%school.example@elsewhere.example', 'receive.sender-not-ours'],
    [login, 'a@school.example', 'ok'],
    [login, '', 'receive.sender-not-ours'],
    [client('203.0.113.1'), 'a@school.example', 'receive.relay-denied'],
    [client('203.0.113.1'), '', 'receive.relay-denied'],
  ])('%j with %j: %s', (from, sender, expected) =>
    expect(codeOf(() => policy.checkSender(from, sender))).toBe(expected),
  );
});

describe('logins with senders', () => {
  const copiers = createRelayPolicy(
    configSchema.parse({
      district: { domains: ['school.example', 'office.example'] },
      smtp: {
        logins: [
          { user: 'copier', passwordHash: '$argon2id$', senders: ['copier-*@school.example', 'office.example'] },
        ],
      },
    }),
  );
  const header = (from: string) => readHeader(Buffer.from(`From: ${from}\r\n\r\n`));
  const own = 'copier-1@school.example';

  it.each([
    [own, 'ok'],
    ['Copier-1+scan@School.Example', 'ok'],
    ['anybody@office.example', 'ok'],
    ['prvs=0123456789=copier-1@school.example', 'ok'],
    ['a@school.example', 'receive.login-sender'],
    ['prvs=0123456789=a@school.example', 'receive.login-sender'],
  ])('envelope sender %s: %s', (sender, expected) => {
    expect(codeOf(() => copiers.checkSender(login, sender))).toBe(expected);
    expect(codeOf(() => copiers.checkSender(client('203.0.113.1', 'teacher'), sender))).toBe('ok');
  });

  it.each([
    [`Copier <${own}>`, 'ok'],
    [`${own}, b@office.example`, 'ok'],
    ['a@school.example', 'receive.login-sender'],
    [`${own}, a@school.example`, 'receive.login-sender'],
    [`"${own}" <a@school.example>`, 'receive.login-sender'],
    [`${own}\r\nSender: copier-2@school.example`, 'ok'],
    [`${own}\r\nSender: a@school.example`, 'receive.login-sender'],
  ])('From %s: %s', (from, expected) => {
    expect(codeOf(() => copiers.checkHeader(login, header(from), own))).toBe(expected);
    expect(codeOf(() => copiers.checkHeader(client('203.0.113.1', 'teacher'), header(from), own))).toBe('ok');
  });
});

describe('header senders', () => {
  const check = (header: string, from = inside, sender = 'a@school.example'): string =>
    codeOf(() => policy.checkHeader(from, readHeader(Buffer.from(`${header}\r\n\r\n`)), sender));
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
    'x%school.example@elsewhere.example',
    'x%elsewhere.example@school.example',
  );

  it('a foreign address is refused wherever it stands among ours', () => {
    fc.assert(
      fc.property(fc.array(ours, { maxLength: 3 }), foreign, fc.array(ours, { maxLength: 3 }), (before, bad, after) => {
        expect(check(`From: ${[...before, bad, ...after].join(', ')}`)).toMatch(/^receive\.from-/);
        expect(check(`From: a@school.example\r\nSender: ${bad}`)).toMatch(/^receive\.(from|sender-field)-/);
        expect(check(`From: a@school.example\r\nFrom: ${bad}`)).toBe('receive.from-repeated');
        expect(check(`From: a@school.example\r\nno field\r\n , ${bad}`)).toMatch(/^receive\.from-/);
      }),
    );
    fc.assert(
      fc.property(fc.array(ours, { minLength: 1, maxLength: 4 }), (all) => {
        expect(check(`From: ${all.join(', ')}`)).toBe('ok');
      }),
    );
  });

  const outside = 'From: Pat <pat@museum.example>';
  const caf = 'a+caf_=a=lakemail.example@school.example';
  const list = 'partners-bounces@school.example';
  it.each([
    ['nothing else', outside, undefined, 'receive.from-not-ours'],
    ['Sender ours', `${outside}\r\nSender: a@school.example`, undefined, 'ok'],
    [
      'Sender ours and another one',
      `${outside}\r\nSender: a@school.example, x@y.example`,
      undefined,
      'receive.from-not-ours',
    ],
    [
      'two Sender fields',
      `${outside}\r\nSender: a@school.example\r\nSender: x@y.example`,
      undefined,
      'receive.from-not-ours',
    ],
    ['Sender unreadable', `${outside}\r\nSender: <a@school.example> <x@y.example>`, undefined, 'receive.from-not-ours'],
    ['Resent-From ours', `Resent-From: a@school.example\r\n${outside}`, undefined, 'ok'],
    [
      'Resent-From ours, not the last',
      `Resent-From: x@y.example\r\nResent-From: a@school.example\r\n${outside}`,
      undefined,
      'receive.from-not-ours',
    ],
    ['a forwarding sender', outside, caf, 'ok'],
    ['a list', `${outside}\r\nList-Id: <partners.school.example>`, list, 'ok'],
    ['a list without its name', outside, list, 'receive.from-not-ours'],
    [
      'the name of a list elsewhere',
      `${outside}\r\nList-Id: <partners.elsewhere.example>`,
      list,
      'receive.from-not-ours',
    ],
    [
      'the name of a list and a person',
      `${outside}\r\nList-Id: <partners.school.example>`,
      undefined,
      'receive.from-not-ours',
    ],
  ])('an outside author with %s: %s', (_, header, sender, code) => {
    expect(check(header, inside, sender)).toBe(code);
    // A login sends mail of its own.
    expect(check(header, login, sender)).toBe(code === 'ok' ? 'receive.other-author-login' : code);
  });

  it('does not matter for the null sender: bounces come from anywhere', () => {
    expect(check('From: x@elsewhere.example', inside, '')).toBe('ok');
  });
});
