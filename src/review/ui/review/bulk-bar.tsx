/** Replaces the filters while messages are selected: actions on all of them, with a result for each. */
import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ReviewAction, BulkResult } from '../../contract/actions.ts';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { useKeys } from '../frame/keys.ts';
import { ReturnForm, returnTitles } from '../message/return-form.tsx';
import { ReasonForm } from '../message/reason-form.tsx';
import { Refused } from '../parts/refused.tsx';
import { count } from '../words/counts.ts';
import classes from './bulk-bar.module.css';

export interface BulkBarProps {
  readonly ids: readonly string[];
  readonly onDone: () => void;
  /** The results outlive the bar: decided messages leave the list and with it the selection. */
  readonly onResults: (results: BulkResult['results']) => void;
}

export function BulkBar({ ids, onDone, onResults }: BulkBarProps): ReactElement {
  const [dialog, setDialog] = useState<'release' | 'return' | 'reject'>();
  const bulk = useMutation({
    mutationFn: (action: ReviewAction) => call('bulk', { body: { ids: [...ids], action } }),
    onSuccess: (answer) => {
      setDialog(undefined);
      onResults(answer.results);
      void queryClient.invalidateQueries({ queryKey: keys.lists });
      void queryClient.invalidateQueries({ queryKey: keys.counts });
      for (const { id } of answer.results) void queryClient.invalidateQueries({ queryKey: keys.message(id) });
    },
  });
  useKeys({
    Escape: onDone,
    e: () => setDialog('release'),
    x: () => setDialog('return'),
    a: () => bulk.mutate({ action: 'claim' }),
  });
  const what = count(ids.length, 'message');
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected messages">
      <strong>{what} selected</strong>
      <Button size="xs" onClick={() => setDialog('release')}>
        Release…
      </Button>
      <Button size="xs" variant="default" onClick={() => setDialog('return')}>
        Return for correction…
      </Button>
      <Button size="xs" variant="default" onClick={() => setDialog('reject')}>
        Return to sender…
      </Button>
      <Button size="xs" variant="default" loading={bulk.isPending} onClick={() => bulk.mutate({ action: 'claim' })}>
        Assign to me
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        Clear selection
      </Button>
      <Modal opened={dialog === 'release'} onClose={() => setDialog(undefined)} title={`Release ${what}`}>
        <ReasonForm
          about="Each message goes to all of its recipients, including those who are not entitled. A message that needs several approvals gets yours."
          label="Reason for the release (kept in the audit log)"
          button={`Release ${what}`}
          error={bulk.error}
          isPending={bulk.isPending}
          onSubmit={(reason) => bulk.mutate({ action: 'release', reason })}
        />
      </Modal>
      <Modal
        opened={dialog === 'return' || dialog === 'reject'}
        onClose={() => setDialog(undefined)}
        title={`${returnTitles[dialog === 'reject' ? 'reject' : 'return']}: ${what}`}
      >
        <ReturnForm
          action={dialog === 'reject' ? 'reject' : 'return'}
          button={returnTitles[dialog === 'reject' ? 'reject' : 'return']}
          error={bulk.error}
          isPending={bulk.isPending}
          onSubmit={(action) => bulk.mutate(action)}
        />
      </Modal>
      {dialog === undefined && <Refused error={bulk.error} />}
    </div>
  );
}
