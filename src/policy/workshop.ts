/** Working on the policy: a text is checked, put in force, rolled back. Behind the console and `hallpass policy` alike. */
import type { Config } from '../config/schema.ts';
import { packSource } from '../decide/load-pack.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { codesOf } from '../detect/detectors.ts';
import type { AgreeOutcome, PolicyStore, PolicyTarget, PutOutcome } from '../store/policy/policy-store.ts';
import type { NewNotice } from '../store/change.ts';
import type { Actor, ReasonedActor } from '../store/review/actor.ts';
import { checkDraft, type CheckedDraft } from './check-draft.ts';

export type WorkshopConfig = Pick<Config, 'policy' | 'policySource' | 'district' | 'detectors' | 'review' | 'archive'>;

export interface WorkshopParts {
  readonly policies: PolicyStore;
  readonly config: () => WorkshopConfig;
  /** The pack that the configuration names. */
  readonly configured: () => PolicyPack;
  /** The mails that announce a change which waits for a second manager. */
  readonly mails: (proposer: Actor, now: Date) => Promise<readonly Omit<NewNotice, 'notice'>[]>;
}

/** What comes into force: a text as the next version, a stored version, or the pack of the configuration. */
export type PutTarget = { readonly kind: 'text'; readonly text: string } | Exclude<PolicyTarget, { kind: 'new' }>;

export interface PutRequest {
  readonly target: PutTarget;
  readonly reason: string;
  /** Number of the change that was in force when the target was chosen. */
  readonly after: number;
}

/** `refused`: the text does not pass its checks. `already`: it is in force already. */
export type PutResult =
  { readonly outcome: PutOutcome | 'already' } | { readonly outcome: 'refused'; readonly checked: CheckedDraft };
export type AgreeResult = { readonly outcome: AgreeOutcome } | Extract<PutResult, { outcome: 'refused' }>;

export interface PolicyWorkshop {
  /** @param isNew the text is to become the next version, with a number of its own */
  check(text: string, isNew: boolean): Promise<CheckedDraft>;
  /** The text of the policy that is chosen, as its author wrote it. */
  source(): Promise<string>;
  /** The number that the next version has to exceed. */
  highest(): Promise<number>;
  put(request: PutRequest, actor: Actor, now: Date): Promise<PutResult>;
  agree(id: string, by: ReasonedActor, now: Date): Promise<AgreeResult>;
}

export function createPolicyWorkshop({ policies, config, configured, mails }: WorkshopParts): PolicyWorkshop {
  const highest = async (): Promise<number> => Math.max(configured().version, await policies.highest());
  const check = async (text: string, isNew: boolean): Promise<CheckedDraft> => {
    const { district, detectors, archive } = config();
    return checkDraft(text, {
      district,
      codes: await codesOf(detectors),
      archive,
      ...(isNew && { above: await highest() }),
    });
  };
  /** A stored version is checked as well: it may come from another version of the program. */
  const checkStored = async (version: number): Promise<CheckedDraft | undefined> => {
    const stored = await policies.version(version);
    return stored && check(stored.text, false);
  };
  return {
    check,
    highest,
    async source() {
      const { version } = await policies.inForce();
      return version?.text ?? packSource(config().policy);
    },
    async put({ target, reason, after }, actor, now) {
      const present = await policies.inForce();
      const chosen = target.kind === 'stored' ? target.version : undefined;
      if (target.kind !== 'text' && chosen === present.version?.version) return { outcome: 'already' };
      const checked =
        target.kind === 'text'
          ? await check(target.text, true)
          : target.kind === 'stored'
            ? await checkStored(target.version)
            : undefined;
      if (checked && !checked.passes) return { outcome: 'refused', checked };
      const waits = config().review.policyManagers > 1;
      const change = { reason, after, waits, mails: waits ? await mails(actor, now) : [] };
      if (target.kind !== 'text') return { outcome: await policies.put({ ...change, target }, actor, now) };
      const { version, title } = checked!.pack!;
      const made = { kind: 'new', version: { version, title, text: target.text } } as const;
      return { outcome: await policies.put({ ...change, target: made }, actor, now) };
    },
    async agree(id, by, now) {
      const waiting = (await policies.history()).find((change) => change.id === id && change.state === 'waiting');
      if (waiting === undefined) return { outcome: 'not-found' };
      const checked = waiting.version === null ? undefined : await checkStored(waiting.version.version);
      if (checked && !checked.passes) return { outcome: 'refused', checked };
      return { outcome: await policies.agree(id, by, now) };
    },
  };
}
