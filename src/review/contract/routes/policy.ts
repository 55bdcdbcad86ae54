/** Routes of the policy: what is active, its versions, the draft, and changes of what is in force. */
import { z } from 'zod';
import { activePolicy, comparePacks, packComparison } from '../policy.ts';
import * as versions from '../policy-versions.ts';
import type { Route } from './route.ts';

export const policyRoutes = {
  policy: {
    method: 'GET',
    path: '/policy',
    summary: 'The active policy in sentences: rules, clauses, exceptions, groups, counts of the last 30 days',
    needs: 'policy.read',
    answer: activePolicy,
  },
  comparePacks: {
    method: 'POST',
    path: '/policy/compare',
    summary: 'What another policy pack or a draft would have done with the messages of the last days; changes nothing',
    needs: 'overview.read',
    body: comparePacks,
    answer: packComparison,
  },
  policyVersions: {
    method: 'GET',
    path: '/policy/versions',
    summary: 'Which policy is in force, and the changes that led to it: who, when, why',
    needs: 'policy.read',
    answer: versions.policyVersions,
  },
  policyVersion: {
    method: 'GET',
    path: '/policy/versions/:n',
    summary: 'The text of a version',
    needs: 'policy.read',
    answer: versions.policyVersion,
  },
  policyDraft: {
    method: 'GET',
    path: '/policy/draft',
    summary: 'The draft of the next version, or a text to begin with, and the words for completion',
    needs: 'policy.edit',
    answer: versions.policyDraft,
  },
  savePolicyDraft: {
    method: 'PUT',
    path: '/policy/draft',
    summary: 'Saves the draft',
    needs: 'policy.edit',
    body: versions.savePolicyDraft,
    answer: z.object({ revision: z.int() }),
  },
  discardPolicyDraft: {
    method: 'DELETE',
    path: '/policy/draft/:n',
    summary: 'Discards the draft with this revision, if nobody has saved it since',
    needs: 'policy.edit',
  },
  checkPolicy: {
    method: 'POST',
    path: '/policy/check',
    summary: 'The mistakes in a draft with their lines, and the results of its cases',
    needs: 'policy.edit',
    body: z.object({ text: versions.policyText }),
    answer: versions.checkedPolicy,
  },
  changePolicy: {
    method: 'POST',
    path: '/policy/changes',
    summary: 'Puts a draft, an earlier version or the pack of the configuration in force, or proposes it',
    needs: 'policy.put',
    body: versions.changePolicy,
    answer: versions.policyChanged,
  },
  agreeToPolicyChange: {
    method: 'POST',
    path: '/policy/changes/:id/agree',
    summary: 'Approves a change that is waiting for a second manager',
    needs: 'policy.put',
    answer: versions.policyChanged,
  },
  withdrawPolicyChange: {
    method: 'DELETE',
    path: '/policy/changes/:id',
    summary: 'Withdraws a change that is waiting for a second manager',
    needs: 'policy.put',
  },
} as const satisfies Readonly<Record<string, Route>>;
