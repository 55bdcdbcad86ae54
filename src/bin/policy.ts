/** `hallpass policy`: versions of the policy at a terminal instead of in the console, with the same checks and the same rules. */
import { readFileSync } from 'node:fs';
import { noticeSettings } from '../act/notices/notice.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { accountStoreOptions } from '../gateway/console.ts';
import { createProposalMails } from '../gateway/policy-proposals.ts';
import { describeChecked } from '../policy/check-draft.ts';
import {
  createPolicyWorkshop,
  type AgreeResult,
  type PolicyWorkshop,
  type PutResult,
  type PutTarget,
} from '../policy/workshop.ts';
import { sessionPermissions } from '../review/access/permissions.ts';
import { createAccountStore } from '../store/accounts/account-store.ts';
import { sealReason } from '../store/audit-reasons.ts';
import type { PolicyChange } from '../store/policy/history.ts';
import { createPolicyStore, type PolicyStore } from '../store/policy/policy-store.ts';
import type { Actor } from '../store/review/actor.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { givenReason, type Acting } from './reason.ts';
import { reviewerAccount } from './reviewer-account.ts';

interface Common {
  readonly config?: string;
}
interface Changing extends Acting {
  readonly as: string;
}

interface Open {
  readonly store: OpenStore;
  readonly policies: PolicyStore;
  readonly workshop: PolicyWorkshop;
}

function withPolicies<T>(file: string | undefined, run: (open: Open) => Promise<T>): Promise<T> {
  return withStore(file, async (store) => {
    const policies = createPolicyStore(store.database.db, store.keys);
    const configured = loadDistrictPack(store.config.policy, store.config.district);
    const { config } = store;
    const workshop = createPolicyWorkshop({
      policies,
      config: () => config,
      configured: () => configured,
      mails: createProposalMails({
        accounts: createAccountStore(store.database.db, store.keys, accountStoreOptions(config)).accounts,
        settings: () => noticeSettings(config),
        console: () => config.publicUrl?.replace(/\/$/, ''),
      }),
    });
    return run({ store, policies, workshop });
  });
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

export async function list(options: Common & { json: boolean }): Promise<void> {
  await withPolicies(options.config, async ({ store: { config }, policies }) => {
    const changes = await policies.history();
    if (options.json) return changes.forEach((change) => print(JSON.stringify(change)));
    if (changes.length === 0) return print(`No version has been put in force: ${config.policy} decides.`);
    changes.flatMap(describe).forEach(print);
    if (config.policySource === 'file')
      print(`The configuration says policySource: file, so ${config.policy} decides.`);
  });
}

/** @param version without it: what is in force */
export async function show(version: number | undefined, options: Common): Promise<void> {
  await withPolicies(options.config, async ({ policies, workshop }) => {
    const stored = version === undefined ? undefined : await policies.version(version);
    if (version !== undefined && stored === undefined)
      throw new HallpassError('cli.usage', 'there is no such version; see "hallpass policy list"');
    process.stdout.write(stored?.text ?? (await workshop.source()));
  });
}

export async function put(file: string, options: Changing): Promise<void> {
  await change({ kind: 'text', text: textOf(file) }, options);
}

/** @param to a version, or `configuration` */
export async function rollBack(to: string, options: Changing): Promise<void> {
  const target: PutTarget = to === 'configuration' ? { kind: to } : { kind: 'stored', version: Number(to) };
  await change(target, options);
}

async function change(target: PutTarget, { config, reason: given, as }: Changing): Promise<void> {
  const reason = givenReason(given);
  await withPolicies(config, async ({ store, policies, workshop }) => {
    const after = await policies.changeInForce();
    const actor = await manager(as, store);
    say(await workshop.put({ target, reason, after }, actor, new Date()), store.config.policySource);
  });
}

export async function agree(id: string, { config, reason: given, as }: Changing): Promise<void> {
  const reason = givenReason(given);
  await withPolicies(config, async ({ store, policies, workshop }) => {
    const waiting = await waitingChange(policies, id);
    const actor = await manager(as, store);
    say(
      await workshop.agree(waiting.id, { ...actor, why: sealReason(store.keys, reason) }, new Date()),
      store.config.policySource,
    );
  });
}

export async function withdraw(id: string, { config, reason: given, as }: Changing): Promise<void> {
  const reason = givenReason(given);
  await withPolicies(config, async ({ store, policies }) => {
    const waiting = await waitingChange(policies, id);
    const actor = await manager(as, store);
    const by = { ...actor, why: sealReason(store.keys, reason) };
    if (!(await policies.withdraw(waiting.id, by, new Date()))) throw nothingWaits();
    print('Withdrawn.');
  });
}

async function manager(email: string, store: OpenStore): Promise<Actor> {
  const account = await reviewerAccount(email, store);
  if (!sessionPermissions(account.role).has('policy.put') || account.schools.length > 0)
    throw new HallpassError('cli.usage', 'only a manager with access to all schools can change the policy');
  return account;
}

const nothingWaits = (): HallpassError =>
  new HallpassError('cli.usage', 'no such change is waiting for a second manager; see "hallpass policy list"');

async function waitingChange(policies: PolicyStore, id: string): Promise<PolicyChange> {
  const found = (await policies.history()).find(
    (one) => one.state === 'waiting' && one.id.startsWith(id.toLowerCase()),
  );
  if (found === undefined) throw nothingWaits();
  return found;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new HallpassError('policy.not-found', `${file} (${codeOf(error)})`, { cause: error });
  }
}

const refusals: Readonly<
  Record<Exclude<(PutResult | AgreeResult)['outcome'], 'in-force' | 'waiting' | 'refused'>, string>
> = {
  already: 'this is already in force',
  changed: 'the policy has changed in the meantime; see "hallpass policy list"',
  'another-waits': 'another change is waiting for a second manager; approve it or withdraw it first',
  'no-such-version': 'there is no such version; see "hallpass policy list"',
  'not-above': 'another version already has this number; increase the version of the file',
  'not-found': 'no such change is waiting for a second manager; see "hallpass policy list"',
  'same-person': 'you, or another account of yours, proposed this change; another manager has to approve it',
  'proposer-gone': 'the account that proposed this change is disabled; withdraw the change and propose it again',
};

/** @throws HallpassError policy.invalid with every mistake, cli.usage where the change was not made */
function say(result: PutResult | AgreeResult, source: string): void {
  if (result.outcome === 'refused')
    throw new HallpassError('policy.invalid', describeChecked(result.checked, 'the policy'));
  if (result.outcome === 'waiting')
    return print('Proposed. Another manager has to approve it: see "hallpass policy list".');
  if (result.outcome !== 'in-force') throw new HallpassError('cli.usage', refusals[result.outcome]);
  print(
    source === 'file'
      ? 'Chosen. It takes effect as soon as the configuration no longer says policySource: file.'
      : 'In force. Every process picks it up within a few seconds.',
  );
}

function describe({ id, state, version, by, agreedBy, at, inForceAt, reason }: PolicyChange): string[] {
  const what = version === null ? 'the policy of the configuration' : `version ${version.version}, ${version.title}`;
  const when = (inForceAt ?? at).toISOString().slice(0, 16);
  return [
    `${id.slice(0, 8)}  ${state.padEnd(9)}  ${when}Z  ${what}`,
    `          by ${by}${agreedBy === null ? '' : ` and ${agreedBy}`}: ${reason}`,
  ];
}
