/** The console of a process with that role: puts its accounts and its pages about messages together. */
import type { HopStates } from '../act/deliver/hop-states.ts';
import type { Logger } from 'pino';
import type { ActContext } from '../act/act-context.ts';
import type { Config, Secrets } from '../config/schema.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { createAccountStore } from '../store/accounts/account-store.ts';
import type { MailFlowParts } from '../review/api/mail-flow-handlers.ts';
import type { AlertStore } from '../store/alerts.ts';
import { fixedDetails } from '../config/district-details.ts';
import type { DistrictParts } from '../review/api/district-handlers.ts';
import { unnamedDistrict } from '../message/district-words.ts';
import { createCanaries } from '../store/canaries.ts';
import { createDigestStore } from '../store/digests.ts';
import type { DistrictStore } from '../store/district-details.ts';
import type { KeyRing } from '../store/keys.ts';
import type { ReviewStore } from '../store/review/review-store.ts';
import { watchReview } from '../store/review/watch.ts';
import { checkStorage } from '../store/self-check.ts';
import { createExplanationStore } from '../store/sender-explanations.ts';
import type { PolicyStore } from '../store/policy/policy-store.ts';
import type { RosterStore } from '../store/rosters.ts';
import { accountStoreOptions, createConsole, type Console } from './console.ts';
import type { Archiving } from './archiving.ts';
import { openComparedPacks } from './compare-packs.ts';
import type { ConsoleFollower } from './follow-console.ts';
import { startDigests } from './digesting.ts';
import { startExplanations } from './explaining.ts';
import type { Generation } from './generation.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openMailFlow } from './mail-flow.ts';
import { openPolicyWorkshop } from './policy-workshop.ts';
import { startReviewConsole } from './review-console.ts';
import type { ReaderStatus } from '../reader/start-reader.ts';
import type { Storage } from './storage.ts';
import type { Viewing } from '../view/view-result.ts';

export interface OpenConsoleParts {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly keys: KeyRing;
  readonly pack: PolicyPack;
  readonly policies: PolicyStore;
  readonly districts: DistrictStore;
  readonly takeOverDistrict: ConsoleFollower['takeOverDistrict'];
  readonly present: () => Generation;
  readonly storage: Storage;
  readonly rosters: RosterStore;
  readonly review: ReviewStore;
  readonly context: ActContext;
  readonly reader: (() => ReaderStatus) | undefined;
  /** What is known about the next hops. */
  readonly hops: Pick<HopStates, 'all'>;
  readonly archiving: Pick<Archiving, 'status'>;
  readonly alerts: Pick<AlertStore, 'open'>;
  readonly read: Viewing;
  readonly reload: MailFlowParts['reload'];
}

export function openConsole(parts: OpenConsoleParts): Console {
  const { config, secrets, log, lifecycle, keys, pack, storage, rosters, review, context, reader, hops, alerts } =
    parts;
  const { db, store, connection } = storage;
  const accounts = createAccountStore(db, keys, accountStoreOptions(config));
  const policy = openPolicyWorkshop({
    db,
    keys,
    policies: parts.policies,
    present: parts.present,
    accounts: accounts.accounts,
    context,
  });
  const watch = watchReview(connection, lifecycle.onError('watch'));
  const { handlers } = lifecycle.started(
    startReviewConsole({
      config,
      store,
      review,
      watch,
      rosters,
      hops: () => hops.all(),
      alerts: () => alerts.open(),
      comparedPacks: openComparedPacks(db, () => parts.present().config.district, policy.workshop),
      policy,
      district: openDistrict(parts),
      mailFlow: openMailFlow({ db, store, config, context, hops, archiving: parts.archiving, reload: parts.reload }),
      accounts: accounts.accounts,
      storageCheck: () => checkStorage(db, keys),
      canaries: createCanaries(db),
      context,
      pack,
      reader,
      read: parts.read,
    }),
    (part) => part.close(),
  );
  startDigests(
    {
      config,
      accounts: accounts.accounts,
      review,
      digests: createDigestStore(db, keys),
      context,
      pack,
      onError: lifecycle.onError('digests'),
    },
    lifecycle,
  );
  startExplanations(
    { config, explanations: createExplanationStore(db, keys), context, onError: lifecycle.onError('explanations') },
    lifecycle,
  );
  const publicUrl = (): string => context.publicUrl;
  const console = createConsole({ config, secrets, accounts, keys, log, review: handlers, publicUrl });
  return lifecycle.started(console, (part) => part.stop());
}

/** The district as it is in force in this process, and what was entered about it. */
function openDistrict({
  districts,
  present,
  takeOverDistrict,
}: OpenConsoleParts): Pick<DistrictParts, 'districts' | 'present' | 'takeOver'> {
  return {
    districts,
    takeOver: takeOverDistrict,
    present() {
      const { config, configuredDistrict } = present();
      const { name, policy } = config.district;
      return {
        name: name === unnamedDistrict ? null : name,
        policy: policy ?? null,
        fixed: fixedDetails(configuredDistrict),
      };
    },
  };
}
