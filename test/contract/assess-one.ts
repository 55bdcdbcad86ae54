/** Scans one message in a process of its own and prints what happens to it and how it is described, as JSON. */
import { readFileSync } from 'node:fs';
import { foundInWords } from '../../src/act/notices/found.ts';
import { configSchema } from '../../src/config/schema.ts';
import { loadPack } from '../../src/decide/load-pack.ts';
import { readHeader, valuesOf } from '../../src/message/header.ts';
import { assess } from '../../src/pipeline/assess.ts';
import { headlineOf } from '../../src/review/api/words/headline.ts';
import { codeTitle } from '../../src/review/api/words/titles.ts';
import { columnsOf, factsOf } from '../../src/store/review/item.ts';
import { createScanPool } from '../../src/workers/scan-pool.ts';

const [file = '', policy = 'default'] = process.argv.slice(2);
const raw = readFileSync(file);
const header = readHeader(raw);
const sender = valuesOf(header, 'from')[0]?.trim() ?? '';
const recipients = valuesOf(header, 'to').map((value) => value.trim());

const pool = createScanPool(configSchema.parse({ scan: { threads: 1 } }));
try {
  const scan = await pool.run({ raw: new Uint8Array(raw), sender, recipients });
  const { verdict, input, sealed } = assess(scan, sender, new Date('2026-03-02T15:00:00Z'), loadPack(policy));
  const held = { id: '1', sender, state: 'quarantined', recipients, verdict, input, sealed };
  const found = (language: 'en' | 'es'): string[] => foundInWords(sealed.findings, verdict, language);
  const described = {
    action: verdict.action,
    rules: verdict.rules.map(({ id }) => id),
    headline: headlineOf({ ...factsOf(held), ...columnsOf(held) }),
    titles: verdict.codes.map(codeTitle),
    notice: { en: found('en'), es: found('es') },
  };
  process.stdout.write(`${JSON.stringify(described)}\n`);
} finally {
  await pool.close();
}
