/** A gateway that is started with a roster (`roster`, `HALLPASS_ROSTER`): it imports it before it judges, and once only. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { detectorIds } from '../../detectors/registry.ts';
import { configSchema } from '../../src/config/schema.ts';
import { createLogger } from '../../src/log/logger.ts';
import { importAtStart } from '../../src/directory/import-roster.ts';
import { createRosterStore, type RosterStore } from '../../src/store/rosters.ts';
import { openTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startTestGateway } from '../harness/gateway.ts';
import { until } from '../harness/wait.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/rosters');

it('judges the first message by the roster that the gateway was started with', async () => {
  const test = await startTestGateway({
    marked: false,
    config: {
      policy: 'default',
      roster: join(fixtures, 'oneroster-1.2'),
      detectors: { disabled: detectorIds.filter((id) => id !== 'student-pii') },
      district: { domains: ['fernbrook.example'], studentDomains: ['students.fernbrook.example'] },
    },
  });
  try {
    const sender = 'odette.marsh@fernbrook.example';
    const recipients = ['stranger@elsewhere.example'];
    const text = 'Zainab Okafor, 88 Heron Ct, Fernbrook, WI 53199.';
    const raw = `From: ${sender}\r\nTo: ${recipients[0]}\r\nSubject: Visit\r\n\r\n${text}\r\n`;
    const id = await test.accepted({ sender, recipients, raw });
    const { verdict } = await until(async () => {
      const found = await test.store.message(id);
      return found?.verdict ? found : undefined;
    });
    expect(verdict!.action).toBe('quarantine');
    // Ids are the directory's: without the roster the student would be known by name alone.
    expect(verdict!.rules.flatMap((rule) => rule.students)).toContain('s-1');
    expect(test.log.filter((line) => line.includes('roster imported'))).toHaveLength(1);
  } finally {
    await test.stop();
  }
});

describe('at the next starts', () => {
  let database: TestDatabase;
  let rosters: RosterStore;
  const log: string[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    rosters = createRosterStore(database.db, database.pool, database.keys);
  });
  afterAll(() => database.close());

  const startWith = (bundle: string): Promise<void> => {
    const config = configSchema.parse({ roster: join(fixtures, bundle) });
    return importAtStart(rosters, config, createLogger(config.log, { write: (line) => void log.push(line) }));
  };

  it('does not start where there is no active roster and the bundle is refused', async () => {
    await expect(startWith('broken')).rejects.toMatchObject({ code: 'roster.not-readable' });
    expect(await rosters.activeId()).toBeUndefined();
  });

  it('imports a bundle once, however often it starts', async () => {
    await startWith('oneroster-1.2');
    const first = await rosters.activeId();
    expect(first).toBeDefined();
    await startWith('oneroster-1.2');
    expect(await rosters.activeId()).toBe(first);
    expect(log.filter((line) => line.includes('roster imported'))).toHaveLength(1);
  });

  it('keeps the active roster where a later bundle is refused, and says so', async () => {
    const before = await rosters.activeId();
    await startWith('broken');
    expect(await rosters.activeId()).toBe(before);
    expect(log.at(-1)).toMatch(/"code":"roster\.not-readable".*the previous one stays active/);
  });
});
