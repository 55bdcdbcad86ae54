/**
 * `npm run bench:reader -- [--model FOLDER] PATH...`: what the sentence model costs: memory once, milliseconds a sentence and a
 * message, on one thread. Nothing is kept between messages, so sentences that come again are read again.
 */
import { parseArgs } from 'node:util';
import { sentencesToRead } from '../detectors/shared/reader/sentences-to-read.ts';
import { readMessages } from '../src/bin/message-files.ts';
import { configSchema } from '../src/config/schema.ts';
import { mean, quantile } from '../src/eval/metrics.ts';
import { asText } from '../src/eval/table.ts';
import { extract } from '../src/extract/extract.ts';
import { openSentenceModel } from '../src/reader/sentence-model.ts';
import { shippedModel } from '../src/reader/start-reader.ts';

const usage = `usage: npm run bench:reader -- [--model FOLDER] PATH...
  PATH     .eml files, folders of them, mbox files
  --model  folder of the model (default: the one that comes with Hallpass)
`;
const mailOf120Words = `The copier in the east wing is down again and the vendor will not come before Thursday. Please send your tests to the office by noon today so that Dana can print them at the high school. The buses for the choir leave at ten past eight from the back lot, not from the front. If your class has a student who sings, let them go five minutes early. Lunch is late on Friday because of the drill. We need two more adults for the hall by the gym, and one for the bike racks. Thank you to everybody who stayed for the open house last night. It was a long evening, and the families noticed how much work you had put into it.`;

const { values, positionals } = parseArgs({
  options: { model: { type: 'string', default: shippedModel } },
  allowPositionals: true,
});
const { scan } = configSchema.parse({});
const before = process.memoryUsage().rss;
const begun = performance.now();
const opened = await openSentenceModel(values.model);
const loadMs = performance.now() - begun;
await opened.read({ before: '', sentence: 'Ready.', behind: '' });
console.log(
  `memory for the model: ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB; loaded and warmed up in ${loadMs.toFixed(0)} ms`,
);
await opened.close();

const messages: Buffer[] = [];
if (positionals.length > 0) for await (const { raw } of readMessages(positionals)) messages.push(raw);
else process.stderr.write(usage);
const rows = [
  ['a mail of 120 words', await readAll([textMail(mailOf120Words)], 20)],
  ...(messages.length > 0 ? [[`${messages.length} messages`, await readAll(messages, 1)] as const] : []),
] as const;
console.log(
  asText({
    head: ['', 'sentences a message', 'tokens a sentence', 'ms a sentence', 'ms a message', 'p99', 'most'],
    rows: rows.map(([name, { ms, sentences, tokens }]) => [
      name,
      (sentences / ms.length).toFixed(1),
      (tokens / Math.max(1, sentences)).toFixed(1),
      (ms.reduce((sum, one) => sum + one, 0) / Math.max(1, sentences)).toFixed(2),
      mean(ms).toFixed(2),
      quantile(ms, 0.99).toFixed(2),
      Math.max(...ms).toFixed(2),
    ]),
  }),
);

/** CPU time of selecting and reading the sentences, without extracting. The model is opened anew, so that its cache is empty. */
async function readAll(
  raws: readonly Buffer[],
  times: number,
): Promise<{ ms: number[]; sentences: number; tokens: number }> {
  const found = { ms: [] as number[], sentences: 0, tokens: 0 };
  for (let round = 0; round < times; round += 1) {
    const model = await openSentenceModel(values.model);
    await model.read({ before: '', sentence: 'Ready.', behind: '' });
    for (const raw of raws) {
      const message = await extract(raw, { sender: 'staff@school.example', recipients: [] }, scan);
      const startedAt = process.threadCpuUsage();
      let [sentences, tokens] = [0, 0];
      const texts = new Set<string>();
      for (const sentence of sentencesToRead(message)) {
        // The HTML part of a mail says again what its plain text says.
        const same = [sentence.before, sentence.sentence, sentence.behind].join('\n');
        if (texts.has(same)) continue;
        texts.add(same);
        const read = await model.read(sentence);
        tokens += read.tokens;
        sentences += 1;
        if (tokens >= scan.readerTokens) break;
      }
      const { user, system } = process.threadCpuUsage(startedAt);
      found.ms.push((user + system) / 1000);
      found.sentences += sentences;
      found.tokens += tokens;
    }
    await model.close();
  }
  return found;
}

function textMail(text: string): Buffer {
  return Buffer.from(`From: staff@school.example\r\nTo: all@school.example\r\nSubject: This week\r\n\r\n${text}\r\n`);
}
