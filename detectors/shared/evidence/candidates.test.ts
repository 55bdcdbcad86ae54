/** With whom what a message says is weighed: with few of a long list, whatever surnames they share, and the right one among them. */
import { expect, it } from '@jest/globals';
import { configSchema } from '../../../src/config/schema.ts';
import { loadDirectory } from '../../../src/directory/directory.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { extract } from '../../../src/extract/extract.ts';
import { candidatesFor } from './candidates.ts';
import { studentReader } from './read-students.ts';

const config = configSchema.parse({ district: { domains: ['school.example'] } });
const given = ['Victor', 'Ines', 'Maya', 'Leo', 'Grace', 'Diego', 'Nina', 'Omar', 'Rosa', 'Peter', 'Alice', 'Jamal'];
const surnames = ['Okafor', 'Shaw', 'Nguyen', 'Garcia', 'Miller', 'Lopez', 'Schmidt', 'Novak', 'Kim', 'Ahmed'];
const rows = surnames.flatMap((family, n) =>
  given.map((name, m) => `${family}\t${name}\t(262) 555-0${100 + n * given.length + m}`),
);

it('a row of a long list is weighed with its own student, not with its neighbours or all of the surname', async () => {
  const mail = composeMime({
    ...{ from: { name: '', address: 'a@school.example' }, to: [], cc: [], subject: 'List', text: 'Attached.' },
    attachments: [
      { filename: 'list.tsv', contentType: 'text/plain', text: ['Last name\tFirst name\tPhone', ...rows].join('\n') },
    ],
  });
  const message = await extract(mail, { sender: 'a@school.example', recipients: [] }, config.scan);
  const { context } = studentReader(loadDirectory(config))(message);
  const { students, locators } = context.weighed;
  expect(students.length).toBeGreaterThan(100);
  const phones = locators.filter(({ kind }) => kind === 'phone');
  expect(phones.length).toBe(rows.length);
  for (const phone of phones) {
    const found = candidatesFor(phone, context, new Set());
    expect(found.length).toBe(1);
    const line = phone.view.text.slice(0, phone.start).split('\n').at(-1)!.toLowerCase();
    expect(found.some(({ mentions }) => mentions[0]!.keys.every((key) => line.includes(key)))).toBe(true);
  }
});
