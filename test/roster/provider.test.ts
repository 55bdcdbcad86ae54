/** The roster from a OneRoster REST service that is started here: 1.1 with signatures, 1.2 with tokens, as their specifications have records. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema.ts';
import { openRosterPeople, type RosterPeople } from '../../src/directory/open-image.ts';
import { toShared } from '../../src/directory/shared-image.ts';
import { syncProvider } from '../../src/directory/sync/sync-provider.ts';
import type { NewSync } from '../../src/store/roster-syncs.ts';
import { createRosterStore, type RosterStore } from '../../src/store/rosters.ts';
import { openTestDatabase, type TestDatabase } from '../harness/database.ts';
import {
  credentials,
  startProvider,
  type Data,
  type Item,
  type OneRosterProvider,
} from '../harness/oneroster-provider.ts';

let database: TestDatabase;
let rosters: RosterStore;
beforeAll(async () => {
  database = await openTestDatabase();
  rosters = createRosterStore(database.db, database.pool, database.keys);
});
afterAll(() => database.close());

const before = '2026-08-20T18:25:43.511Z';
const reference = (id: string, type: 'org' | 'user' | 'class') => ({
  href: `https://sis.example/${type}s/${id}`,
  sourcedId: id,
  type,
});

/** OneRoster 1.1, 4.13: values are as the examples have them, also "true" as a text. */
function user11(id: string, role: string, given: string, family: string, more: Partial<Item> = {}): Item {
  return {
    sourcedId: id,
    status: 'active',
    dateLastModified: before,
    metadata: {},
    username: id,
    userIds: [{ type: 'LDAP', identifier: 'Unique identifier' }],
    enabledUser: 'true',
    givenName: given,
    familyName: family,
    middleName: '',
    role,
    identifier: '',
    email: '',
    sms: '',
    phone: '',
    agents: [],
    orgs: [reference('org-1', 'org')],
    grades: ['09'],
    password: 'Xwyz//123',
    ...more,
  };
}

/** OneRoster 1.2 REST binding: roles are a list in the user. */
function user12(id: string, role: string, given: string, family: string, more: Partial<Item> = {}): Item {
  const { role: _role, orgs: _orgs, ...rest } = user11(id, role, given, family);
  return {
    ...rest,
    userMasterIdentifier: 'unique-id',
    enabledUser: true,
    preferredFirstName: '',
    roles: [{ roleType: 'primary', role, org: reference('org-1', 'org'), beginDate: '2026-08-01', endDate: null }],
    primaryOrg: reference('org-1', 'org'),
    ...more,
  };
}

type MakeUser = typeof user11;

function district(user: MakeUser): Data {
  const many = Array.from({ length: 37 }, (_, at) =>
    user(`s-${100 + at}`, 'student', `Given${'abcdefghij'[at % 10]}`, `Family${'klmnopqr'[at % 8]}`),
  );
  return {
    orgs: [
      { sourcedId: 'org-0', status: 'active', dateLastModified: before, name: 'Maple Valley', type: 'district' },
      { sourcedId: 'org-1', status: 'active', dateLastModified: before, name: 'Lincoln, "Elementary"', type: 'school' },
      { sourcedId: 'org-2', status: 'active', dateLastModified: before, name: 'Creekside Middle', type: 'school' },
    ],
    users: [
      user('s-1', 'student', 'Ana', 'Vu', {
        email: 'ana@students.school.example',
        agents: [reference('g-1', 'user')],
        identifier: '410001',
      }),
      user('s-2', 'student', 'Omar', 'Peña', { agents: [reference('g-2', 'user')], phone: '414-555-0112' }),
      user('g-1', 'guardian', 'Linh', 'Vu', { email: 'linh@mail.example' }),
      user('g-2', 'parent', 'José', 'Peña', { email: 'jose@mail.example' }),
      user('t-1', 'teacher', 'Odette', 'Marsh', { email: 'odette.marsh@school.example' }),
      ...many,
    ],
    enrollments: [
      {
        sourcedId: 'e-1',
        status: 'active',
        dateLastModified: before,
        role: 'student',
        primary: 'false',
        user: reference('s-2', 'user'),
        class: reference('c-1', 'class'),
        school: reference('org-2', 'org'),
      },
    ],
  };
}

const versions = [
  { version: '1.1', user: user11, path: '/ims/oneroster/v1p1' },
  { version: '1.2', user: user12, path: '/ims/oneroster/rostering/v1p2' },
] as const;

describe.each(versions)('OneRoster $version', ({ version, user, path }) => {
  let provider: OneRosterProvider;
  beforeEach(async () => {
    provider = await startProvider(version, district(user));
  });
  afterEach(() => provider.stop());

  async function run(
    settings: Record<string, unknown> = {},
    complete = false,
    secret = credentials.secret,
  ): Promise<NewSync> {
    const oneRoster = {
      url: `${provider.url}${path}/`,
      version,
      clientId: credentials.id,
      pageSize: 10,
      attempts: 3,
      ...(version === '1.2' && { tokenUrl: `${provider.url}/token` }),
      ...settings,
    };
    const config = configSchema.parse({ rosterSync: { oneRoster } });
    const stopping = new AbortController().signal;
    const sync = await syncProvider({
      rosters,
      config,
      settings: config.rosterSync.oneRoster!,
      secret,
      complete,
      actor: 'test',
      stopping,
      firstPauseMs: 1,
    });
    return sync as NewSync;
  }

  async function people(): Promise<RosterPeople> {
    return openRosterPeople(toShared(await rosters.image((await rosters.activeId())!)));
  }
  const asked = (collection: string): string[] =>
    provider.asked.filter((one) => one.startsWith(`${path}/${collection}?`));

  it('imports users, guardians, schools and enrollments of all pages, and no demographics', async () => {
    expect(await run()).toMatchObject({ outcome: 'imported', detail: 'everything' });
    const active = await rosters.active();
    expect(active).toMatchObject({ source: 'provider', actor: 'test', mode: 'full' });
    expect(active!.report).toMatchObject({ version, refusedCount: 0, enrollments: 1 });
    expect(active!.report.counts).toMatchObject({ students: 39, guardians: 2, staff: 1, links: 2, schools: 2 });
    const roster = await people();
    const ana = roster.personById('s-1')!;
    expect(ana).toMatchObject({
      givenName: 'Ana',
      familyName: 'Vu',
      emails: ['ana@students.school.example'],
      relatedIds: ['g-1'],
    });
    expect(ana.numbers).toContain('410001');
    expect(ana.schools).toEqual(['Lincoln, "Elementary"']);
    expect(roster.personById('s-2')!.schools).toEqual(['Lincoln, "Elementary"', 'Creekside Middle']);
    expect(roster.peopleBy('email', 'jose@mail.example').map(({ familyName, role }) => [familyName, role])).toEqual([
      ['Peña', 'guardian'],
    ]);
    expect(asked('users')).toHaveLength(5);
    expect(provider.asked.filter((one) => /demographics/i.test(one))).toEqual([]);
  });

  it.each([
    ['without links', { links: false }],
    ['without links and totals', { links: false, totals: false }],
    ['with links alone', { totals: false }],
    ['with smaller pages than it is asked for', { links: false, pageAtMost: 7 }],
    ['with links that name another host', { linkOrigin: 'http://internal.sis.example:8080' }],
  ])('reads all pages of a service %s', async (_name, behaviour) => {
    Object.assign(provider.behaviour, behaviour);
    expect(await run({}, true)).toMatchObject({ outcome: 'imported' });
    expect((await rosters.active())!.report.counts.students).toBe(39);
  });

  it('then asks for changes alone: new, changed and deleted people', async () => {
    await run({}, true);
    const now = new Date(Date.now() + 1000).toISOString();
    const { users } = provider.data;
    users.push(
      user('s-900', 'student', 'Noor', 'Haddad', { dateLastModified: now, agents: [reference('g-1', 'user')] }),
    );
    const at = users.findIndex(({ sourcedId }) => sourcedId === 's-1');
    users[at] = { ...users[at]!, email: 'ana.vu@students.school.example', dateLastModified: now };
    users.push({ ...user('s-100', 'student', 'Givena', 'Familyk'), status: 'tobedeleted', dateLastModified: now });
    provider.data.users = users.filter((one, n) => one.sourcedId !== 's-100' || n === users.length - 1);
    provider.asked.splice(0);
    expect(await run()).toMatchObject({ outcome: 'imported', detail: 'changes' });
    expect(asked('users')).toHaveLength(1);
    expect(new URL(asked('users')[0]!, provider.url).searchParams.get('filter')).toMatch(
      /^dateLastModified>'\d{4}-.*Z'$/,
    );
    expect((await rosters.active())!).toMatchObject({ mode: 'delta', report: { counts: { students: 39 } } });
    const roster = await people();
    expect(roster.personById('s-100')).toBeUndefined();
    expect(roster.personById('s-900')!.relatedIds).toEqual(['g-1']);
    expect(roster.personById('s-1')!.emails).toEqual(['ana.vu@students.school.example']);
    expect(roster.personById('s-2')!.familyName).toBe('Peña');
  });

  it('fetches everything from a service that does not know the filter, and after another import', async () => {
    await run({}, true);
    provider.behaviour.knowsFilter = false;
    expect(await run()).toMatchObject({ outcome: 'imported', detail: 'everything' });
    provider.behaviour.knowsFilter = true;
    expect(await run()).toMatchObject({ detail: 'changes' });
    expect(await run({ completeDays: 0 })).toMatchObject({ detail: 'everything' });
    expect(await run({ enrollments: false })).toMatchObject({ detail: 'everything' });
  });

  it('tries again where the service is busy or away for a moment', async () => {
    provider.behaviour.failures = [{ status: 503 }, { status: 429, headers: { 'retry-after': '0' } }];
    expect(await run({}, true)).toMatchObject({ outcome: 'imported' });
  });

  it('gives up after the attempts that are set, and the good roster stays', async () => {
    await run({}, true);
    const active = await rosters.activeId();
    provider.behaviour.failures = Array.from({ length: 20 }, () => ({ status: 503 }));
    expect(await run({}, true)).toMatchObject({ outcome: 'failed', code: 'roster.provider-unreachable' });
    expect(provider.behaviour.failures).toHaveLength(17);
    expect(await rosters.activeId()).toBe(active);
  });

  it('refuses what breaks off, has no list, is no JSON or has lost its students', async () => {
    await run({}, true);
    const active = await rosters.activeId();
    provider.behaviour.breaksOffAfter = 20;
    expect(await run({}, true)).toMatchObject({
      code: 'roster.provider-answer',
      detail: 'users: 20 of 42 records came before the pages ended',
    });
    provider.behaviour.breaksOffAfter = Infinity;
    provider.behaviour.body = '{"people": [{"sourcedId": "Zainab"}]}';
    expect(await run({}, true)).toMatchObject({
      code: 'roster.provider-answer',
      detail: 'orgs: there is no list “orgs”',
    });
    provider.behaviour.body = 'Zainab Okafor';
    expect(await run({}, true)).toMatchObject({
      code: 'roster.provider-answer',
      detail: 'orgs: the answer is not JSON',
    });
    provider.behaviour.body = undefined;
    provider.data.users.splice(10);
    expect(await run({}, true)).toMatchObject({
      code: 'roster.refused',
      detail: 'it has 7 students, the active roster has 39',
    });
    provider.data.users.splice(0);
    expect(await run({}, true)).toMatchObject({ outcome: 'failed', code: 'roster.no-students' });
    expect(await rosters.activeId()).toBe(active);
    expect((await rosters.syncs.list(1))[0]).toMatchObject({ outcome: 'failed', name: new URL(provider.url).host });
  });

  it('says that the credentials are refused, and follows no redirect with them', async () => {
    expect(await run({}, true, 'another')).toMatchObject({ code: 'roster.provider-denied' });
    provider.behaviour.failures = [{ status: 302, headers: { location: 'https://elsewhere.example/' } }];
    expect(await run({}, true)).toMatchObject({ outcome: 'failed', code: 'roster.provider-answer' });
  });

  if (version === '1.1')
    it('signs with HMAC-SHA1 as well', async () => {
      expect(await run({ signature: 'HMAC-SHA1' }, true)).toMatchObject({ outcome: 'imported' });
    });
  else
    it('gets one token for all pages, and another one where it is revoked', async () => {
      await run({}, true);
      expect(provider.tokens).toHaveLength(1);
      const { push } = provider.asked;
      provider.asked.push = (...paths: string[]): number => {
        if (paths.some((one) => one.includes('offset=20')) && provider.tokens.length === 2) provider.tokens.length = 0;
        return push.apply(provider.asked, paths);
      };
      expect(await run({}, true)).toMatchObject({ outcome: 'imported' });
      expect(provider.asked.filter((one) => one === '/token')).toHaveLength(3);
    });
});
