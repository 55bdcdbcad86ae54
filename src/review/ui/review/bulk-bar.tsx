/** Replaces the filters while messages are selected: actions on all of them, with a result for each. */
import { Button, Modal } from '@mantine/core';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ReviewAction, BulkResult } from '../../contract/actions.ts';
import type { MessageRow } from '../../contract/message.ts';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { useKeys } from '../frame/keys.ts';
import { AssignForm } from '../message/assign-form.tsx';
import { ReturnForm, returnTitles } from '../message/return-form.tsx';
import { ReasonForm } from '../message/reason-form.tsx';
import { Refused } from '../parts/refused.tsx';
import { count } from '../words/counts.ts';
import { bulkActionOf, isForm, mainForm, summaryOf, titles } from './bulk-summary.ts';
import classes from './bulk-bar.module.css';

type BulkDialog = 'release' | 'release-entitled' | 'false-alarm' | 'escalate' | 'assign' | 'return' | 'reject';

export interface BulkBarProps {
  /** The selected messages. */
  readonly rows: readonly MessageRow[];
  readonly ids: readonly string[];
  readonly onDone: () => void;
  /** The results outlive the bar: decided messages leave the list and with it the selection. */
  readonly onResults: (results: BulkResult['results']) => void;
}

export function BulkBar({ ids, rows, onDone, onResults }: BulkBarProps): ReactElement {
  const [dialog, setDialog] = useState<BulkDialog>();
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
  const main = mainForm(rows);
  useKeys({
    Escape: onDone,
    e: () => setDialog(main === 'escalate' ? 'escalate' : 'release'),
    f: () => setDialog('false-alarm'),
    x: () => setDialog('return'),
    a: () => bulk.mutate({ action: 'claim' }),
  });
  const what = count(ids.length, 'message');
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected messages">
      <strong>{what} selected</strong>
      <Button size="xs" variant={main === 'release' ? 'filled' : 'default'} onClick={() => setDialog('release')}>
        Release…
      </Button>
      <Button size="xs" variant="default" onClick={() => setDialog('release-entitled')}>
        Release to entitled…
      </Button>
      <Button size="xs" variant="default" onClick={() => setDialog('false-alarm')}>
        False alarm…
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
      <Button size="xs" variant="default" onClick={() => setDialog('assign')}>
        Assign…
      </Button>
      <Button size="xs" variant={main === 'escalate' ? 'filled' : 'default'} onClick={() => setDialog('escalate')}>
        Escalate…
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        Clear selection
      </Button>
      <BulkDialogs dialog={dialog} rows={rows} bulk={bulk} onClose={() => setDialog(undefined)} />
      {dialog === undefined && <Refused error={bulk.error} />}
    </div>
  );
}

interface BulkDialogsProps {
  readonly dialog: BulkDialog | undefined;
  readonly rows: readonly MessageRow[];
  readonly bulk: UseMutationResult<BulkResult, Error, ReviewAction>;
  readonly onClose: () => void;
}

function BulkDialogs({ dialog, rows, bulk, onClose }: BulkDialogsProps): ReactElement {
  const what = count(rows.length, 'message');
  return (
    <>
      <Modal opened={isForm(dialog)} onClose={onClose} title={isForm(dialog) ? titles[dialog](what) : ''}>
        {isForm(dialog) && (
          <ReasonForm
            about={summaryOf(rows, dialog)}
            label={
              dialog === 'escalate'
                ? 'What should the managers know?'
                : 'Reason for the release (kept in the audit log)'
            }
            button={titles[dialog](what)}
            error={bulk.error}
            isPending={bulk.isPending}
            onSubmit={(reason) => bulk.mutate(bulkActionOf(dialog, reason))}
          />
        )}
      </Modal>
      <Modal opened={dialog === 'assign'} onClose={onClose} title={`Assign ${what}`}>
        <AssignForm
          error={bulk.error}
          isPending={bulk.isPending}
          onSubmit={(to) => bulk.mutate({ action: 'assign', to })}
        />
      </Modal>
      <Modal
        opened={dialog === 'return' || dialog === 'reject'}
        onClose={onClose}
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
    </>
  );
}
