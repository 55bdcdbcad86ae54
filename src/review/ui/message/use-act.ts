/** One act on one message: its result is shown in place, and everything that it may have changed is asked for anew. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { Act, ActResult } from '../../contract/acts.ts';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';

export type ActMutation = UseMutationResult<ActResult, Error, Act>;

export function useAct(id: string): ActMutation {
  return useMutation({
    mutationFn: (act: Act) => call('act', { params: { id }, body: act }),
    // Also where it was refused: then somebody else has changed the message.
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

/** Says of findings whether they are right, all in one call. */
export function useJudge(id: string) {
  return useMutation({
    mutationFn: ({ findings, judgement }: { findings: readonly number[]; judgement: Judgement }) =>
      call('judgeMany', { params: { id }, body: { findings: [...findings], judgement } }),
    onSettled: () => refresh(id),
  });
}

export type Judgement = 'confirmed' | 'false-alarm' | null;
