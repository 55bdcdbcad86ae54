/** In the place of the filters while messages are chosen: acts on all of them, with a result for each. */
import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Act, BulkResult } from '../../contract/acts.ts';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { useKeys } from '../frame/keys.ts';
import { ReturnForm } from '../message/return-form.tsx';
import { ReasonForm } from '../message/reason-form.tsx';
import { Refused } from '../parts/refused.tsx';
import { count } from '../words/counts.ts';
import classes from './bulk-bar.module.css';

export interface BulkBarProps {
  readonly ids: readonly string[];
  readonly onDone: () => void;
  /** They outlive the bar: what was decided leaves the list, and with it the choice. */
  readonly onResults: (results: BulkResult['results']) => void;
}

export function BulkBar({ ids, onDone, onResults }: BulkBarProps): ReactElement {
  const [asks, setAsks] = useState<'release' | 'return' | 'reject'>();
  const bulk = useMutation({
    mutationFn: (act: Act) => call('bulk', { body: { ids: [...ids], act } }),
    onSuccess: (answer) => {
      setAsks(undefined);
      onResults(answer.results);
      void queryClient.invalidateQueries({ queryKey: keys.lists });
      void queryClient.invalidateQueries({ queryKey: keys.counts });
      for (const { id } of answer.results) void queryClient.invalidateQueries({ queryKey: keys.message(id) });
    },
  });
  useKeys({
    Escape: onDone,
    e: () => setAsks('release'),
    x: () => setAsks('return'),
    a: () => bulk.mutate({ act: 'claim' }),
  });
  const what = count(ids.length, 'message');
  return (
    <div className={classes.bar} role="toolbar" aria-label="Chosen messages">
      <strong>{what} chosen</strong>
      <Button size="xs" onClick={() => setAsks('release')}>
        Release…
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsks('return')}>
        Return to senders…
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsks('reject')}>
        Reject…
      </Button>
      <Button size="xs" variant="default" loading={bulk.isPending} onClick={() => bulk.mutate({ act: 'claim' })}>
        Take
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        Choose none
      </Button>
      <Modal opened={asks === 'release'} onClose={() => setAsks(undefined)} title={`Release ${what}`}>
        <ReasonForm
          about="Each goes to all of its recipients, also to those who may not have what was found. Where two people have to agree, this is one of them."
          label="Why may they go? Kept on record"
          button={`Release ${what}`}
          error={bulk.error}
          isPending={bulk.isPending}
          onSubmit={(reason) => bulk.mutate({ act: 'release', reason })}
        />
      </Modal>
      <Modal
        opened={asks === 'return' || asks === 'reject'}
        onClose={() => setAsks(undefined)}
        title={asks === 'reject' ? `Reject ${what}` : `Return ${what}`}
      >
        <ReturnForm
          act={asks === 'reject' ? 'reject' : 'return'}
          button={asks === 'reject' ? `Reject ${what}` : `Return ${what}`}
          error={bulk.error}
          isPending={bulk.isPending}
          onSubmit={(act) => bulk.mutate(act)}
        />
      </Modal>
      {asks === undefined && <Refused error={bulk.error} />}
    </div>
  );
}
