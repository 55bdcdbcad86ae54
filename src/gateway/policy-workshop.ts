/** The policy workshop of the console: its stores, its checks under the configuration as it is now, and the words of a pack. */
import { basename } from 'node:path';
import type { ActContext } from '../act/act-context.ts';
import { isPolicyFile } from '../config/policy-files.ts';
import { codesOf } from '../detect/detectors.ts';
import { packVocabulary } from '../policy/vocabulary.ts';
import { createPolicyWorkshop } from '../policy/workshop.ts';
import type { ReviewParts } from '../review/api/review-parts.ts';
import { titleOfKind } from '../review/api/words/titles.ts';
import type { Accounts } from '../store/accounts/accounts.ts';
import { createPolicyDraftStore } from '../store/policy/draft-store.ts';
import type { PolicyStore } from '../store/policy/policy-store.ts';
import type { KeyRing } from '../store/keys.ts';
import type { Generation } from './generation.ts';
import { createProposalMails } from './policy-proposals.ts';
import type { Storage } from './storage.ts';

export interface PolicyWorkshopParts {
  readonly db: Storage['db'];
  readonly keys: KeyRing;
  readonly policies: PolicyStore;
  readonly present: () => Pick<Generation, 'config' | 'configured'>;
  readonly accounts: Pick<Accounts, 'list'>;
  readonly context: ActContext;
}

export function openPolicyWorkshop({
  db,
  keys,
  policies,
  present,
  accounts,
  context,
}: PolicyWorkshopParts): Pick<ReviewParts, 'policies' | 'drafts' | 'workshop' | 'policySettings' | 'vocabulary'> {
  return {
    policies,
    drafts: createPolicyDraftStore(db, keys),
    workshop: createPolicyWorkshop({
      policies,
      config: () => present().config,
      configured: () => present().configured,
      mails: createProposalMails({ accounts, settings: () => context.settings, console: () => context.publicUrl }),
    }),
    policySettings() {
      const { config, configured } = present();
      const isFile = isPolicyFile(config.policy);
      return {
        source: config.policySource,
        managers: config.review.policyManagers,
        configured: {
          // The folders of the server are nobody's business.
          name: isFile ? basename(config.policy) : config.policy,
          isFile,
          title: configured.title,
          version: configured.version,
        },
      };
    },
    vocabulary: async () => packVocabulary(await codesOf(present().config.detectors), titleOfKind),
  };
}
