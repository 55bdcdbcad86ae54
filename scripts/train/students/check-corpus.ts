/** Says what is wrong with a district's folder of corpus/students, and counts what is there. usage: check-corpus.ts FOLDER… */
import { readDistrict } from './read-corpus.ts';

for (const folder of process.argv.slice(2)) {
  const { messages, problems } = readDistrict(folder);
  for (const problem of problems) console.log(problem);
  const count = (of: readonly string[]) =>
    JSON.stringify(Object.fromEntries([...Map.groupBy(of, (one) => one)].map(([key, all]) => [key, all.length])));
  const ids = messages.map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length > 0) console.log(`ids given twice: ${twice.join(' ')}`);
  console.log(`${folder}: ${messages.length} messages, ${problems.length} problems`);
  console.log(`  labels ${count(messages.flatMap(({ labels }) => labels))}`);
  console.log(`  entitled ${count(messages.map(({ entitled }) => entitled))}`);
  console.log(`  forms ${count(messages.map(({ form }) => form))}`);
  console.log(
    `  marks ${count(messages.flatMap(({ parts }) => parts.flatMap(({ marks }) => marks.map(({ kind }) => kind))))}`,
  );
  if (problems.length > 0 || twice.length > 0) process.exitCode = 1;
}
