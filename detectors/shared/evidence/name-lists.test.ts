/** Lists of people: whose block a line stands in, what a heading governs, and what is no list. */
import { expect, it } from '@jest/globals';
import { configSchema } from '../../../src/config/schema.ts';
import { loadDirectory } from '../../../src/directory/directory.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import { extract } from '../../../src/extract/extract.ts';
import { candidatesFor } from './candidates.ts';
import { studentReader } from './read-students.ts';

const config = configSchema.parse({ district: { domains: ['school.example'] } });
const names = [
  'Emma Hernandez',
  'Mason Abernathy',
  'Amelia Lombardi',
  'Wyatt Zimmerman',
  'Scarlett Nguyen',
  'Zoe Okafor',
];

async function read(text: string) {
  const mail = composeMime({
    from: { name: '', address: 'a@school.example' },
    to: [],
    cc: [],
    subject: 'List',
    text,
    attachments: [],
  });
  const message = await extract(mail, { sender: 'a@school.example', recipients: [] }, config.scan);
  const { context } = studentReader(loadDirectory(config))(message);
  const view = context.weighed.views.find(({ part }) => part.kind === 'body')!;
  return { context, view, lists: context.weighed.listsIn(view) };
}

function blockOf({ view, lists, context }: Awaited<ReturnType<typeof read>>, name: string): string | undefined {
  const person = context.weighed.people.find(
    ({ view: own, start }) => own === view && view.text.startsWith(name, start),
  );
  const block = lists.entryOf(person!)?.block;
  return block && view.text.slice(block.start, block.end);
}

it.each([
  ['one name a line', (name: string) => `${name}\n`, (name: string) => name],
  ['bullets', (name: string) => `- ${name}\n`, (name: string) => name],
  ['numbers', (name: string, at: number) => `${at + 1}. ${name}\n`, (name: string) => name],
  [
    'labels',
    (name: string, at: number) => `${name}\n${100 + at} Oak Street\nSpringfield, WI 53201\n\n`,
    (name: string, at: number) => `${name}\n${100 + at} Oak Street\nSpringfield, WI 53201`,
  ],
])('%s: each name has its block, and the heading is that of the list', async (_, written, block) => {
  const found = await read(`Hi,\n\nStudents with an IEP:\n\n${names.map(written).join('')}`);
  for (const [at, name] of names.entries()) expect(blockOf(found, name)).toBe(block(name, at));
  const { heading } = found.lists.all[0]!;
  expect(found.view.text.slice(heading!.start, heading!.end)).toBe('Students with an IEP:');
});

it('what a heading says is weighed with everybody in the list, however many', async () => {
  const { context, view } = await read(`Suspended this week:\n\n${names.map((name) => `- ${name}\n`).join('')}`);
  const candidates = candidatesFor({ view, start: 0, end: 9 }, context, new Set());
  expect(new Set(candidates.map(({ name }) => name))).toEqual(new Set(names));
});

it('a line that ends a sentence is no heading, and names at unequal distances are no list', async () => {
  const prose = await read('We met on Friday.\n\nEmma Hernandez\nMason Abernathy\n');
  expect(prose.lists.all[0]!.heading).toBeUndefined();
  const apart = await read(
    `Emma Hernandez came.\n${'It rained.\n'.repeat(3)}Mason Abernathy left.\n${'It rained.\n'.repeat(6)}Zoe Okafor stayed.\n`,
  );
  expect(apart.lists.all).toEqual([]);
});
