/** Handlers of the routes of the policy: what is active, versions, the draft and its checks, changes of what is in force. */
import type { CheckedDraft } from '../../policy/check-draft.ts';
import type { AgreeResult, PutResult, PutTarget } from '../../policy/workshop.ts';
import type { Caller, ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import { checkedPolicyOf, draftOf, versionsOf } from './policy-drafts.ts';
import { comparisonOf, policyOf } from './policy-page.ts';
import { actorOf, type ReviewParts } from './review-parts.ts';

type PolicyHandlers = Pick<
  ReviewHandlers,
  | 'policy'
  | 'comparePacks'
  | 'policyVersions'
  | 'policyVersion'
  | 'policyDraft'
  | 'savePolicyDraft'
  | 'discardPolicyDraft'
  | 'checkPolicy'
  | 'changePolicy'
  | 'agreeToPolicyChange'
  | 'withdrawPolicyChange'
>;

export function createPolicyHandlers(parts: ReviewParts): PolicyHandlers {
  const { policies, drafts, workshop, now } = parts;
  return {
    policy: ({ caller }) => policyOf(parts, caller),
    comparePacks: ({ body, caller }) => comparisonOf(parts, body, caller),
    policyVersions: ({ caller }) => versionsOf(parts, caller),
    async policyVersion({ params }) {
      const version = await policies.version(params.n);
      if (version === undefined) throw new ApiProblem('not-found');
      return version;
    },
    policyDraft: () => draftOf(parts),
    async savePolicyDraft({ body, caller }) {
      const revision = await drafts.save(body.text, body.revision, actorOf(caller), now());
      if (revision === undefined) throw draftChanged();
      return { revision };
    },
    async discardPolicyDraft({ params, caller }) {
      if (!(await drafts.discard(params.n, actorOf(caller)))) throw draftChanged();
      return undefined;
    },
    checkPolicy: async ({ body }) => checkedPolicyOf(await workshop.check(body.text, true)),
    async changePolicy({ body, caller }) {
      forAllSchools(caller);
      const { reason, after } = body;
      const request = { target: targetOf(body), reason, after };
      return { outcome: changed(await workshop.put(request, actorOf(caller), now())) };
    },
    async agreeToPolicyChange({ params, caller }) {
      forAllSchools(caller);
      return { outcome: changed(await workshop.agree(params.id, actorOf(caller), now())) };
    },
    async withdrawPolicyChange({ params, caller }) {
      forAllSchools(caller);
      if (!(await policies.withdraw(params.id, actorOf(caller), now()))) throw new ApiProblem('not-found');
      return undefined;
    },
  };
}

type ChangeBody = Parameters<ReviewHandlers['changePolicy']>[0]['body'];

function targetOf(body: ChangeBody): PutTarget {
  switch (body.target) {
    case 'text':
      return { kind: 'text', text: body.text };
    case 'version':
      return { kind: 'stored', version: body.version };
    case 'configuration':
      return { kind: 'configuration' };
  }
}

/** The policy decides on the mail of all schools. */
function forAllSchools({ schools }: Caller): void {
  if (schools.length > 0)
    throw new ApiProblem('access.forbidden', { detail: 'The policy decides on the mail of all schools.' });
}

const draftChanged = (): ApiProblem =>
  new ApiProblem('conflict.draft-changed', {
    detail: 'Copy what you have written, open the page again, and add your changes to the new draft.',
  });

/** @throws ApiProblem where the change was not made, which says what to do */
function changed(result: PutResult | AgreeResult): 'in-force' | 'waiting' {
  switch (result.outcome) {
    case 'in-force':
    case 'waiting':
      return result.outcome;
    case 'refused':
      throw refused(result.checked);
    case 'changed':
      throw new ApiProblem('conflict.policy-changed', {
        detail: 'Look at what is in force now, then decide again.',
      });
    case 'already':
      throw new ApiProblem('conflict.policy-changed', { detail: 'This is already in force.' });
    case 'another-waits':
      throw new ApiProblem('conflict.policy-waits', { detail: 'Approve it or withdraw it first.' });
    case 'not-above':
      throw new ApiProblem('conflict.policy-changed', {
        detail: 'Another version already has this number. Increase the version of the draft.',
      });
    case 'same-person':
      throw new ApiProblem('conflict.same-person', {
        detail: 'You, or another account of yours, proposed this change. Another manager has to approve it.',
      });
    case 'proposer-gone':
      throw new ApiProblem('conflict.policy-changed', {
        detail: 'The account that proposed this change is disabled. Withdraw the change and propose it again.',
      });
    case 'no-such-version':
    case 'not-found':
      throw new ApiProblem('not-found');
  }
}

function refused({ problems, cases }: CheckedDraft): ApiProblem {
  const failed = cases.filter(({ ok }) => !ok);
  return new ApiProblem('policy.refused', {
    detail: 'Correct the mistakes and the cases that do not give the expected result.',
    fields: [
      ...problems.map(({ line, where, expected }) => ({
        path: line === undefined ? 'text' : `text, line ${line}`,
        message: where === '' ? expected : `${where}: ${expected}`,
      })),
      ...failed.map(({ line, expected, got }) => ({
        path: line === undefined ? 'text' : `text, line ${line}`,
        message: `expected ${expected.action}, but this policy gives ${got.action}`,
      })),
    ].slice(0, 100),
  });
}
