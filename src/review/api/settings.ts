/** The data of the settings page: health checks with problems first, roster, lists and messages in progress. */
import { readFileSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import type { PolicyPack } from '../../decide/pack-schema.ts';
import type { Settings } from '../contract/pages.ts';
import type { PastImport, RosterStore } from '../../store/rosters.ts';
import type { Store } from '../../store/store.ts';
import { alertCheck, alertingCheck, ownCheck, type OpenAlert } from './alert-checks.ts';
import { nextHopCheck, type NextHopHealth } from './next-hop-check.ts';
import type { PictureModelState } from '../../ocr/classifier/picture-model-file.ts';
import type { ReaderStatus } from '../../reader/start-reader.ts';

interface SettingsParts {
  readonly config: Config;
  readonly store: Pick<Store, 'waiting'>;
  readonly rosters: Pick<RosterStore, 'active' | 'syncs'>;
  readonly pack: PolicyPack;
  readonly reader: (() => ReaderStatus) | undefined;
  /** Of a process that scans: the model that looks at pictures. */
  readonly pictureModel: PictureModelState | undefined;
  /** Next hops with their conditions; empty where this process delivers to none. */
  readonly hops: () => readonly NextHopHealth[];
  readonly alerts: () => Promise<readonly OpenAlert[]>;
}
type Check = Settings['checks'][number];

const DAY_MS = 86_400_000;
const oldRosterDays = 14;
const manyWaiting = 1000;
const shownSyncs = 10;
const order: readonly Check['state'][] = ['bad', 'attention', 'good'];

export function createConsoleSettings({
  config,
  store,
  rosters,
  pack,
  reader,
  pictureModel,
  hops,
  alerts,
}: SettingsParts): () => Promise<Settings> {
  const version = readVersion();
  return async () => {
    const [roster, waiting, open, syncs] = await Promise.all([
      rosters.active(),
      store.waiting(),
      alerts(),
      rosters.syncs.list(shownSyncs),
    ]);
    const checks = [
      rosterCheck(roster),
      ...configChecks(config, pack),
      ...(reader ? [readerCheck(reader())] : []),
      ...(pictureModel ? [pictureModelCheck(pictureModel)] : []),
      ...hops().map(nextHopCheck),
      ...open.filter(({ kind }) => !ownCheck.has(kind)).map(alertCheck),
      alertingCheck(config),
      deliveryCheck(waiting.get('delivering') ?? 0),
    ];
    const counts = roster?.report.counts;
    return {
      checks: checks.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)),
      roster: {
        importedAt: roster?.importedAt.toISOString() ?? null,
        students: counts?.students ?? 0,
        guardians: counts?.guardians ?? 0,
        staff: counts?.staff ?? 0,
        mediaRestricted: counts?.mediaRestricted ?? 0,
        refused: roster?.report.refusedCount ?? 0,
        source: config.rosterSync.folder ? 'folder' : config.rosterSync.oneRoster ? 'provider' : null,
        syncs: syncs.map(({ at, name, outcome, code, detail }) => ({
          at: at.toISOString(),
          name,
          outcome,
          code,
          detail,
        })),
      },
      lists: config.district.lists.map(({ address, kind, members }) => ({ address, kind, members: members ?? null })),
      waiting: [...waiting].map(([state, count]) => ({ state, count })),
      version,
    };
  };
}

export function rosterCheck(roster: PastImport | undefined): Check {
  const check = { id: 'roster', title: 'Roster' };
  if (roster === undefined)
    return {
      ...check,
      state: 'attention',
      detail: 'There is no roster, so student data is found by context only. Import a OneRoster bundle.',
    };
  const days = Math.floor((Date.now() - roster.importedAt.getTime()) / DAY_MS);
  if (days > oldRosterDays)
    return {
      ...check,
      state: 'attention',
      detail: `The roster is ${days} days old. Mail to guardians who were added since then may be held. Import a new roster.`,
    };
  const refused = roster.report.refusedCount;
  return refused > 0
    ? {
        ...check,
        state: 'attention',
        detail: `The last import rejected ${refused} rows. Run “hallpass roster status” to list them.`,
      }
    : {
        ...check,
        state: 'good',
        detail: `Imported ${days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`}.`,
      };
}

function readerCheck({ state, detail }: ReaderStatus): Check {
  const check = { id: 'reader', title: 'Sentence model' };
  switch (state) {
    case 'running':
      return { ...check, state: 'good', detail: 'It reads the sentences of every message.' };
    case 'starting':
      return { ...check, state: 'attention', detail: 'It is starting. Until then, conduct is found by rules alone.' };
    case 'off':
      return { ...check, state: 'good', detail: 'It is switched off (scan.reader): conduct is found by rules alone.' };
    case 'missing':
      return { ...check, state: 'attention', detail: 'There is no model, so conduct is found by rules alone.' };
    case 'failed':
      return {
        ...check,
        state: 'attention',
        detail: `It is not running${detail === undefined ? '' : ` (${detail})`}: conduct is found by rules alone.`,
      };
  }
}

const notLookedAt = 'pictures are not checked, and each is reported as picture-not-judged. Reinstall Hallpass.';
const pictureModelTexts: Readonly<Record<PictureModelState, string>> = {
  ready: 'It checks the pictures in every message.',
  off: 'It is switched off (scan.pictureClassifier): pictures are not checked.',
  missing: `There is no model: ${notLookedAt}`,
  failed: `Its files are damaged: ${notLookedAt}`,
};

function pictureModelCheck(model: PictureModelState): Check {
  const state = model === 'ready' || model === 'off' ? 'good' : 'attention';
  return { id: 'pictures', title: 'Picture model', state, detail: pictureModelTexts[model] };
}

function configChecks(config: Config, pack: PolicyPack): Check[] {
  const outbox = (config.deliver.route ?? (config.deliver.smarthosts.length > 0 ? 'smarthost' : 'outbox')) === 'outbox';
  return [
    pack.monitor
      ? {
          id: 'policy',
          title: 'Policy',
          state: 'attention',
          detail: 'Monitor mode: decisions are recorded, and every message is delivered.',
        }
      : { id: 'policy', title: 'Policy', state: 'good', detail: `${pack.title} is active.` },
    outbox
      ? {
          id: 'delivery-route',
          title: 'Delivery',
          state: 'attention',
          detail: 'Mail is written to files in the data folder instead of being sent. Set deliver.smarthosts.',
        }
      : {
          id: 'delivery-route',
          title: 'Delivery',
          state: 'good',
          detail: 'Mail is sent to the next mail server, not to files.',
        },
    config.publicUrl === undefined
      ? {
          id: 'public-url',
          title: 'Public address',
          state: 'attention',
          detail: 'Links in notices work on this machine only. Set publicUrl.',
        }
      : {
          id: 'public-url',
          title: 'Public address',
          state: 'good',
          detail: 'Links in notices use the public address.',
        },
    config.smtp.tls === undefined
      ? {
          id: 'smtp-tls',
          title: 'TLS for incoming mail',
          state: 'attention',
          detail: 'Mail reaches the gateway unencrypted. Set smtp.tls.',
        }
      : { id: 'smtp-tls', title: 'TLS for incoming mail', state: 'good', detail: 'STARTTLS is offered.' },
    securityCheck(config.notices),
  ];
}

function securityCheck({ security, schools }: Config['notices']): Check {
  const check = { id: 'security', title: 'Notifications about held mail' } as const;
  const addresses = security.length === 1 ? '1 address is' : `${security.length} addresses are`;
  if (schools.length > 0 && security.length === 0)
    return {
      ...check,
      state: 'attention',
      detail: `Only contacts of ${schools.length} schools are notified, of messages about these schools. Set notices.security for all others.`,
    };
  return security.length === 0
    ? { ...check, state: 'attention', detail: 'Nobody is notified when a message is held. Set notices.security.' }
    : {
        ...check,
        state: 'good',
        detail: `${addresses} notified${schools.length > 0 ? ', and the contacts of schools' : ''}.`,
      };
}

function deliveryCheck(delivering: number): Check {
  return delivering > manyWaiting
    ? {
        id: 'delivery',
        title: 'Outgoing mail',
        state: 'bad',
        detail: `${delivering} messages are waiting to be delivered. Check the next mail server.`,
      }
    : {
        id: 'delivery',
        title: 'Outgoing mail',
        state: 'good',
        detail: `${delivering === 1 ? '1 message is' : `${delivering} messages are`} waiting to be delivered.`,
      };
}

function readVersion(): string {
  const file = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
