/** What counts as a secret given away: sentences of many kinds, and the talk about passwords that must pass. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DirectoryLookup, ExtractedMessage, Finding } from '../detector.ts';
import detector from './index.ts';

const detect = detector.create(detector.options.parse({}), { directory: {} as DirectoryLookup });

function findingsIn(text: string, subject = ''): readonly Finding[] {
  const part = { contentType: 'text/plain', quoted: [], hidden: [] };
  const message: ExtractedMessage = {
    sender: 'it@maple.example',
    to: [],
    cc: [],
    replyTo: [],
    subject,
    recipients: [],
    parts: [
      { ...part, id: 'subject', kind: 'subject', text: subject },
      { ...part, id: '1', kind: 'body', text },
    ],
    unread: [],
  };
  return detect(message);
}

function secretsIn(text: string): string[] {
  return findingsIn(text).map(({ code, start, end }) => `${code.split('.')[1]} ${text.slice(start, end)}`);
}

describe('finds', () => {
  it.each([
    ['The password is Maple!Leaf7.', ['password Maple!Leaf7']],
    ['Your new password for the gradebook is Otter-Creek-22, change it please.', ['password Otter-Creek-22']],
    ['Guest wifi: MapleGuest, password: pancakes2', ['password pancakes2']],
    ['Password:   Heron#12', ['password Heron#12']],
    ['Username: jdoe\nPassword: tulips', ['password tulips']],
    ['Username\tjdoe\nPassword\tTulip77x', ['password Tulip77x']],
    ['Password:\n   Tulip77x', ['password Tulip77x']],
    ['I reset it. Password has been changed to Bluebird99!', ['password Bluebird99!']],
    ['i set your password to bluebird99', ['password bluebird99']],
    ['use bluebird99 as the password', ['password bluebird99']],
    ['Bluebird99 is your temporary password until Friday.', ['password Bluebird99']],
    ['the pw is Bluebird99', ['password Bluebird99']],
    ['pw Bluebird99', ['password Bluebird99']],
    ['pw: Bluebird99 (do not tell the kids)', ['password Bluebird99']],
    ['log in as office2 pw "green tea leaf"', ['password green tea leaf']],
    ['The wifi password is "green tea leaf".', ['password green tea leaf']],
    ['user: mlopez / pass: Pinto3beans', ['password Pinto3beans']],
    ['u: mlopez\np: Pinto3beans', ['password Pinto3beans']],
    ['sign in with mlopez / Pinto#3beans', ['password Pinto#3beans']],
    ['SIS login mlopez / Pinto3beans', ['password Pinto3beans']],
    ['The projector account is av.cart / Lumen!450b', ['password Lumen!450b']],
    ['Wi-Fi key: 4F9A22B1C0', ['password 4F9A22B1C0']],
    ['Passwords are: Pinto3beans', ['password Pinto3beans']],
    ["Here's the passphrase for the drive: walnut.tractor.seven", ['password walnut.tractor.seven']],
    ['My password is Snickers', ['password Snickers']],
    ['Login: ateacher; Password: Falcon$2026!x;', ['password Falcon$2026!x']],
    ['server=db1;uid=sis;pwd=Falcon$2026!x;', ['password Falcon$2026!x']],
    ['User\tPassword\nateacher\tFalcon$2026!x', ['password Falcon$2026!x']],
    ['User | Password\n--- | ---\njdoe | tulips77\nmlopez | Otter#12', ['password tulips77', 'password Otter#12']],
    ['"Name","Login","Password","Room"\n"J. Doe","jdoe","Tulip77x","12"', ['password Tulip77x']],
    ['Name      PIN    Room\nJ. Doe    4821   12', ['pin 4821']],
    ['password=Pinto3beans', ['password Pinto3beans']],
    ['Password - Pinto3beans', ['password Pinto3beans']],
    ['> Password: Pinto3beans', ['password Pinto3beans']],
    ['La contraseña es Girasol45 para todos.', ['password Girasol45']],
    ['Contraseña: Girasol45', ['password Girasol45']],
    ['usuario: mlopez clave: Girasol45', ['password Girasol45']],
    ['Password (all lower case): pancakes2', ['password pancakes2']],
    ['The password is all lowercase, pancakes2', ['password pancakes2']],
    ['The PIN is 4471', ['pin 4471']],
    ['voicemail pin 90817', ['pin 90817']],
    ['Your lunch PIN: 44712', ['pin 44712']],
    ['The keypad code is 4471#', ['pin 4471#']],
    ['The code for the side door is 4471*', ['pin 4471*']],
    ['door code 4471', ['pin 4471']],
    ['Alarm code 8812, you have 30 seconds.', ['pin 8812']],
    ['To disarm the alarm press 8812', ['pin 8812']],
    ['Locker combo: 12-34-6', ['pin 12-34-6']],
    ['The combination for the ball shed padlock is 12-34-06.', ['pin 12-34-06']],
    ['Gate 3: keypad, code 5590', ['pin 5590']],
    ['unlock code for the carts is 112358', ['pin 112358']],
    ['The answer to the security question is Buttercup.', ['security-answer Buttercup']],
    ['Security question: first pet. Answer: Buttercup', ['security-answer Buttercup']],
    ['If it asks the secret question, the answer is Buttercup', ['security-answer Buttercup']],
    ['security answer = Buttercup', ['security-answer Buttercup']],
    ['The password is Maple!Leaf7 and the door code is 4471.', ['password Maple!Leaf7', 'pin 4471']],
  ])('%s', (text, expected) => {
    expect(secretsIn(text)).toEqual(expected);
  });

  it('knows a pair of login and password by the subject', () => {
    expect(findingsIn('mlopez / Pinto#3beans', 'wifi controller')).toHaveLength(1);
  });
});

describe('lets pass', () => {
  it.each([
    'If you forget your password, see me.\nRoom 4821, next to the gym2',
    'Password,reset,steps\nStep1,open the page,done',
    'I forgot my password.',
    'Reset your password here: https://portal.maple.example/reset?t=8f2c1be0',
    'Your password expires on 10/15/2026.',
    'Passwords must contain at least 14 characters and 2 numbers.',
    'Never use a password such as Summer2024 or Tigers123.',
    'Bad passwords like Tigers123 get guessed.',
    'For example, a password like Correct-Horse-9 is easy to remember.',
    'The password is required.',
    'The password is incorrect, try again.',
    'My password is not working and the PIN was declined.',
    'The password is case-sensitive.',
    'Password: ********',
    'Password: [your password]',
    'Password: ____________',
    'Username/Password required for both sites',
    'Please send me the username and password for the 2024 catalog.',
    'I will call you with the password.',
    'The password is on the sticky note in room 12.',
    'The password will be sent separately.',
    'The password is in the envelope at the office.',
    'The password is the same as last year.',
    'password: see below',
    'We will never ask for your password, PIN or six-digit code.',
    'If you get the message "your password is expired", delete it.',
    'Password reset instructions: call 555-0105.',
    'Which of you changed the password on 3/4?',
    'MFA replaces the PIN on October 15.',
    'Please pin this to the board in room 226.',
    'Pins 1200 and 1300 are missing from the bowling set.',
    'A hall pass is needed after 10:15. Pass: period 3',
    'The bus pass costs $40; pass 2nd reading of the bill.',
    'Promo code STAFF10 saves 10%.',
    'Order online, code GPLIB.',
    'Dress code: blue 1234 shirts welcome.',
    'The zip code is 53199, area code 262.',
    'Budget code 10-4410-320 for the mats.',
    'Error code 0x80070005 when I sign in.',
    'Course code 4471 meets in the gym.',
    'Door 4 opens at 0730.',
    'The answer to question 3 is Jupiter.',
    'The answer is Paris and everybody knew it.',
    'What is the answer to the staffing question? The board will say on Monday.',
    'Join Zoom Meeting https://zoom.example/j/9221 Meeting ID: 922 1111 2222 Passcode: 448812',
    'Conference call Tuesday: dial-in 1-866-555-0111, participant code 4471882',
    'Dial-in number 262-555-0107, PIN: 448812#',
    'conn = connect(host="db", user="app", password="Hunter22x");',
    '$ mysql --user=root --password=Hunter22x',
    'The password manager 1Password costs $36.',
    'Passwords, phishing and MFA: staff training 3:15-4:00',
    'Use the district password manager for Windows11 devices.',
    'and/or Room226/Gym2 on 10/12',
  ])('%s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
});

it('scores the passcode of a meeting low, and says why', () => {
  const low = detector.create(detector.options.parse({ minScore: 0 }), { directory: {} as DirectoryLookup });
  const text = 'Join Zoom Meeting. Meeting ID: 922 1111 2222 Passcode: 448812';
  const message = {
    subject: '',
    parts: [{ id: '1', kind: 'body', contentType: 'text/plain', text, quoted: [], hidden: [] }],
  };
  const [finding] = low(message as unknown as ExtractedMessage);
  expect(finding!.score).toBeLessThan(0.5);
  expect(finding!.because.map(({ rule }) => rule)).toContain('meeting');
});

it('keeps its offsets inside any text, and shows nothing of the secret', () => {
  const word = fc.constantFrom(
    ...'password is : = the for pin code door 4471 Heron#12 "a b" / user answer security question \n \t . , ( ) [x] ***'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 40 }), (words) => {
      const text = words.join(' ');
      for (const finding of findingsIn(text)) {
        expect(finding.start).toBeGreaterThanOrEqual(0);
        expect(finding.end).toBeLessThanOrEqual(Math.max(text.length, 0));
        expect(text.slice(finding.start, finding.end).trim()).not.toBe('');
        expect(finding.masked).not.toMatch(/\d/);
      }
    }),
  );
});
