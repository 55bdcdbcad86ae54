/** Likely family through the whole scan: who counts, and what keeps a stranger from counting. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { createScanner, type Scanner } from '../../../src/workers/scan.ts';

const from = { name: 'Avery Holt', address: 'avery.holt@maple.example' };
const list = { address: 'families@lists.example', kind: 'family' as const };
let scanner: Scanner;

beforeAll(async () => {
  const { config } = loadConfig({ env: {} });
  const district = { ...config.district, domains: ['maple.example'], lists: [list] };
  scanner = await createScanner({ ...config, district, roster: 'fixtures/rosters/maple' });
});

interface Mail {
  readonly to?: readonly string[];
  readonly subject?: string;
  readonly text?: string;
}

const father = 'chue.vang.shop@roofmail.example';
const letter =
  'Dear Mr. Vang,\n\nYour daughter Mai See Vang rides bus 12. We have (414) 555-0121 as your phone.\n\nAvery Holt\n';

async function familyOf({ to = [father], subject = 'Bus', text = letter }: Mail): Promise<string[]> {
  const raw = composeMime({
    from,
    to: to.map((address) => ({ name: '', address })),
    cc: [],
    subject,
    text,
    attachments: [],
  });
  const scan = await scanner.scan({ raw: new Uint8Array(raw), sender: from.address, recipients: [...to] });
  if ('picturesWanted' in scan) throw new Error('the message has no pictures');
  expect(scan.findings.some(({ code }) => code.startsWith('student-'))).toBe(true);
  return scan.recipients.filter(({ likelyFamily }) => likelyFamily === true).map(({ address }) => address);
}

const reply = (writer: string): string =>
  `Hi Chue,\n\nMai See Vang rides bus 12. We have (414) 555-0121 as your phone.\n\nAvery\n\nOn Sun, Nov 8, 2026 at 7:12 PM Chue Vang <${writer}> wrote:\n> I am the father of Mai See. Which bus does my daughter take?\n`;

describe('a recipient is likely family', () => {
  it.each<[string, Mail]>([
    ['whose address bears the surname, greeted as the parent', {}],
    [
      'whose own message is answered',
      { to: ['cv.roofing@inboxly.example'], subject: 'Re: bus', text: reply('cv.roofing@inboxly.example') },
    ],
    [
      'in Spanish',
      {
        to: ['vang.familia@correo.example'],
        text: 'Estimado señor Vang:\n\nSu hija Mai See Vang toma el autobús 12. Tenemos el teléfono (414) 555-0121.\n\nAvery Holt\n',
      },
    ],
  ])('%s', async (_, mail) => {
    expect(await familyOf(mail)).toEqual(mail.to ?? [father]);
  });
});

describe('a recipient is not likely family', () => {
  it.each<[string, Mail]>([
    [
      'with the words of a letter to a parent, at an address that nothing ties to the family',
      { to: ['someone.else@quickbox.example'] },
    ],
    ['at an office', { to: ['orders@vangprint.example'] }],
    [
      'at a club, with the surname alone',
      {
        to: ['dave.vang@riversideclub.example'],
        text: letter.replace('Your daughter ', '').replace('Dear Mr. Vang', 'Hi'),
      },
    ],
    ['where the message goes to a list, too', { to: [father, list.address] }],
    ['among three outside', { to: [father, 'a@one.example', 'b@two.example'] }],
    ['where two students are concerned', { text: `${letter}\nTou Vang rides bus 14, phone (414) 555-0121.\n` }],
    [
      'where a student of another family is named',
      { text: `${letter}\nAmara Okonkwo-Reyes, a student in grade 3, rides with her.\n` },
    ],
    ['where parents are in dispute', { text: `${letter}\nThe custody order says that her mother picks her up.\n` }],
    [
      'when the answered message is from another address',
      { to: ['coach.lee@quickbox.example'], subject: 'Re: bus', text: reply(father) },
    ],
  ])('%s', async (_, mail) => {
    expect(await familyOf(mail)).toEqual([]);
  });

  it('nor somebody whom the roster knows as the parent of another student', async () => {
    expect(await familyOf({ to: ['luis.reyes@homepost.example'] })).toEqual([]);
  });

  it('nor a guardian whom the roster knows: that one is entitled', async () => {
    expect(await familyOf({ to: ['chue.vang@inboxly.example'] })).toEqual([]);
  });
});
