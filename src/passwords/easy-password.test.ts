/** Passwords that are guessed first are refused; phrases of uncommon words are not. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isEasyPassword } from './easy-password.ts';

const own = ['Mia Ortiz', 'mia.ortiz@school.example'];

test.each([
  'passwordpassword',
  'Password2026!',
  'P@ssw0rd1234',
  'welcomewelcome',
  'Welcome-2026-Welcome',
  'Summer2026Summer',
  'abcabcabcabcabc',
  'abcdefghijklmnop',
  '123456789012',
  'qwertyuiopasdf',
  '1qaz2wsx3edc',
  'aaaaaaaaaaaaaaa',
  'teacherteacher1',
  'iloveyou iloveyou',
  'correct horse battery staple',
  'mia.ortiz@school.example',
  'MiaOrtiz2026',
  'ortizortiz1234',
  'letmein-letmein-letmein',
])('%s is easy', (password) => {
  expect(isEasyPassword(password, own)).toBe(true);
});

test.each([
  'seven green kayaks',
  'quite another one',
  'tortoise-lantern-gravel',
  'Wv7#kd92mzQp',
  'la ventana del vecino verde',
  'principal eats blue marbles',
])('%s is not', (password) => {
  expect(isEasyPassword(password, own)).toBe(false);
});

test('long input is judged without delay', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 1000 }), (password) => typeof isEasyPassword(password, own) === 'boolean'),
    {
      numRuns: 20,
    },
  );
  expect(isEasyPassword('ab'.repeat(500), own)).toBe(true);
});
