/** Takes a reviewer's action on a message, or judges its findings, and then reloads everything that may have changed. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { ActionResult, ReviewAction } from '../../contract/actions.ts';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';

export type ActionMutation = UseMutationResult<ActionResult, Error, ReviewAction>;

const deciding = new Set<ReviewAction['action']>([
  'release',
  'release-and-allow',
  'false-alarm',
  'reject',
  'return',
  'send-copy',
]);

/** @param onDecided called after a decision that was taken, with its result */
export function useAction(id: string, onDecided?: (result: ActionResult) => void): ActionMutation {
  return useMutation({
    mutationFn: (action: ReviewAction) => call('takeAction', { params: { id }, body: action }),
    onSuccess: (result, action) => {
      if (result.ok && deciding.has(action.action)) onDecided?.(result);
    },
    // A refused action also reloads: somebody else has changed the message.
    onSettled: () => refresh(id),
  });
}

export async function refresh(id: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.message(id), exact: true }),
    queryClient.invalidateQueries({ queryKey: keys.history(id) }),
    queryClient.invalidateQueries({ queryKey: keys.lists }),
    queryClient.invalidateQueries({ queryKey: keys.counts }),
  ]);
}

/** Judges findings as correct or as false alarms, all in one call. */
export function useJudge(id: string) {
  return useMutation({
    mutationFn: ({ findings, judgement }: { findings: readonly number[]; judgement: Judgement }) =>
      call('judgeMany', { params: { id }, body: { findings: [...findings], judgement } }),
    onSettled: () => refresh(id),
  });
}

/** Null removes the judgement. */
export type Judgement = 'confirmed' | 'false-alarm' | null;
