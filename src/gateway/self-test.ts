/** The self-test: tries this installation from the outside and the inside, and says what to do where something fails. */
import { freePercent } from '../alerts/free-space.ts';
import { probeNextHops } from '../act/deliver/create-route.ts';
import type { Config } from '../config/schema.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { Settings } from '../review/contract/pages.ts';
import { nextHopCheck } from '../review/api/next-hop-check.ts';
import { rosterCheck } from '../review/api/settings.ts';
import type { RosterStore } from '../store/rosters.ts';
import type { StorageCheck } from '../store/self-check.ts';
import type { Canaries } from '../store/canaries.ts';
import { roundTripCheck } from './canary-round-trip.ts';
import { openSmtpProbe, type SmtpProbe } from './smtp-probe.ts';

export type Check = Settings['checks'][number];

export interface SelfTestParts {
  readonly config: Config;
  readonly rosters: Pick<RosterStore, 'active'>;
  readonly storage: () => Promise<StorageCheck>;
  readonly canaries: Canaries;
}

const order: readonly Check['state'][] = ['bad', 'attention', 'good'];

/** @returns the checks, problems first; of what is tried, one message to the self-test itself is stored and sent */
export async function runSelfTest({ config, rosters, storage, canaries }: SelfTestParts): Promise<Check[]> {
  const [stored, disk, relay, smuggling, roundTrip, hops, roster] = await Promise.all([
    storage(),
    diskCheck(config.data, config.alerts.diskFreePercent),
    relayCheck(config),
    smugglingCheck(config),
    withListener(config, { id: 'round-trip', title: 'Round trip' }, (probe) => roundTripCheck(config, canaries, probe)),
    nextHopChecks(config),
    rosters.active(),
  ]);
  const checks = [...storageChecks(stored), disk, relay, smuggling, roundTrip, ...hops, rosterCheck(roster)];
  return checks.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

export function storageChecks({ keys, canary, clockAheadMs }: StorageCheck): Check[] {
  const closed = keys.filter(({ opens }) => !opens).map(({ id }) => id);
  const seconds = Math.abs(clockAheadMs / 1000);
  return [
    {
      id: 'canary',
      title: 'Stored messages',
      ...(canary === 'unchanged'
        ? { state: 'good', detail: 'A signed test message was encrypted, stored and read again without a change.' }
        : {
            state: 'bad',
            detail: `A signed test message did not come back unchanged (${canary}). Signatures of stored mail will not verify. Check the database and its disk.`,
          }),
    },
    {
      id: 'keys',
      title: 'Encryption keys',
      ...(closed.length === 0
        ? {
            state: 'good',
            detail: `${keys.length === 1 ? 'The key opens' : `All ${keys.length} keys open`} what was encrypted with it.`,
          }
        : {
            state: 'attention',
            detail: `The key ${closed.join(', ')} is missing: what was encrypted with it cannot be read. Add it to HALLPASS_KEY behind the first key.`,
          }),
    },
    {
      id: 'clock',
      title: 'Clock',
      ...(seconds < 5
        ? { state: 'good', detail: 'The clocks of this machine and of the database agree.' }
        : {
            state: seconds < 60 ? 'attention' : 'bad',
            detail: `The clocks of this machine and of the database differ by ${Math.round(seconds)} seconds. Synchronize both with NTP.`,
          }),
    },
  ];
}

const fullPercent = 3;

/** @param lowPercent where the alert about the disk is raised */
async function diskCheck(folder: string, lowPercent: number): Promise<Check> {
  const check = { id: 'disk', title: 'Disk' };
  const space = await freePercent(folder).catch(codeOf);
  if (typeof space === 'string')
    return {
      ...check,
      state: 'bad',
      detail: `The data folder ${folder} cannot be read (${space}). Create it, or correct \`data\`.`,
    };
  const free = Math.floor(space);
  if (free >= lowPercent)
    return { ...check, state: 'good', detail: `${free}% of the disk of the data folder is free.` };
  return {
    ...check,
    state: free < fullPercent ? 'bad' : 'attention',
    detail: `Only ${free}% of the disk of the data folder is free. When it is full, mail is temporarily refused. Free up space or shorten retention.`,
  };
}

async function nextHopChecks(config: Config): Promise<Check[]> {
  const hops = await probeNextHops(config);
  if (hops.length > 0) return hops.map(nextHopCheck);
  const check = { id: 'next-hop', title: 'Next mail server' };
  return config.deliver.route === 'mx'
    ? [
        {
          ...check,
          state: 'good',
          detail: 'Mail is sent to the mail servers of its recipients, so there is none to try.',
        },
      ]
    : [{ ...check, state: 'attention', detail: 'None is set: mail is written to files. Set deliver.smarthosts.' }];
}

async function relayCheck(config: Config): Promise<Check> {
  const check = { id: 'relay', title: 'Open relay' };
  return withListener(config, check, async (probe) => {
    const sender = await probe.command('MAIL FROM:<self-test@hallpass.invalid>');
    const recipient = sender < 400 ? await probe.command('RCPT TO:<self-test@relay.invalid>') : sender;
    return recipient < 400
      ? {
          ...check,
          state: 'bad',
          detail:
            'A sender of another domain was accepted for a recipient of another domain. Check district.domains and smtp.networks.',
        }
      : { ...check, state: 'good', detail: 'A sender of another domain was refused.' };
  });
}

/** A false end of the data, with a second message behind it: the whole must be refused. */
async function smugglingCheck(config: Config): Promise<Check> {
  const check = { id: 'smuggling', title: 'SMTP smuggling' };
  const from = `self-test@${config.district.domains[0] ?? 'hallpass.invalid'}`;
  return withListener(config, check, async (probe) => {
    const codes: number[] = [];
    for (const line of [`MAIL FROM:<${from}>`, 'RCPT TO:<self-test@relay.invalid>', 'DATA'])
      codes.push(await probe.command(line));
    if (codes.at(-1) !== 354)
      return {
        ...check,
        state: 'attention',
        detail:
          'It could not be tried: this machine is not allowed to send mail to the gateway. Add its address to smtp.networks for the test.',
      };
    const text = `From: ${from}\r\nSubject: Self-test\r\n\r\nouter\n.\r\nMAIL FROM:<${from}>\r\n.\r\n`;
    const code = await probe.content(Buffer.from(text, 'latin1'));
    return code >= 500
      ? { ...check, state: 'good', detail: 'A message with a false end was refused.' }
      : {
          ...check,
          state: 'bad',
          detail: `A message with a false end was answered with ${code}. Please report this as a security bug.`,
        };
  });
}

/** Tries the first listener without implicit TLS. */
async function withListener(
  { smtp }: Config,
  check: Pick<Check, 'id' | 'title'>,
  attempt: (probe: SmtpProbe) => Promise<Check>,
): Promise<Check> {
  const [listener] = smtp.listen;
  if (listener === undefined || listener.port === 0)
    return {
      ...check,
      state: 'attention',
      detail: 'It could not be tried: no listener has a fixed port in smtp.listen.',
    };
  const { host, port } = listener;
  let probe: SmtpProbe | undefined;
  try {
    probe = await openSmtpProbe(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port);
    return await attempt(probe);
  } catch {
    return {
      ...check,
      state: 'bad',
      detail: `The listener at ${host}:${port} cannot be reached from this machine. Check that a process with the role receive is running.`,
    };
  } finally {
    probe?.end();
  }
}
