/** The results of a bulk action: refused messages first, and one Undo for all that can be undone. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { BulkResult } from '../../contract/actions.ts';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { Countdown } from '../message/countdown.tsx';
import { Icon } from '../frame/icons.tsx';
import { Refused } from '../parts/refused.tsx';
import { count } from '../words/counts.ts';
import classes from './bulk-bar.module.css';

export interface BulkResultsProps {
  readonly results: BulkResult['results'];
  /** Headlines by message id, as the list showed them. */
  readonly headlines: ReadonlyMap<string, string>;
  readonly onResults: (results: BulkResult['results']) => void;
}

export function BulkResults({ results, headlines, onResults }: BulkResultsProps): ReactElement {
  const refused = results.filter(({ ok }) => !ok);
  const done = results.filter(({ ok }) => ok);
  const undoable = done.filter(({ undoUntil }) => undoUntil !== null);
  const undo = useMutation({
    mutationFn: () => call('bulk', { body: { ids: undoable.map(({ id }) => id), action: { action: 'undo' } } }),
    onSuccess: (answer) => {
      onResults(answer.results);
      void queryClient.invalidateQueries({ queryKey: keys.lists });
      void queryClient.invalidateQueries({ queryKey: keys.counts });
    },
  });
  return (
    <div className={classes.results}>
      <p>
        {count(done.length, 'message')} done
        {refused.length > 0 && `, ${count(refused.length, 'message')} refused`}.
      </p>
      <ul>
        {[...refused, ...done].map(({ id, ok, words }) => (
          <li key={id} data-ok={ok}>
            <Icon name={ok ? 'check' : 'cross'} size={16} />
            <div>
              <strong>{headlines.get(id)}</strong>
              <p>{words}</p>
            </div>
          </li>
        ))}
      </ul>
      <Refused error={undo.error} />
      {undoable.length > 0 && (
        <Countdown until={undoable[0]?.undoUntil ?? ''}>
          {(seconds) => (
            <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
              Undo {count(undoable.length, 'message')} ({seconds} s)
            </Button>
          )}
        </Countdown>
      )}
    </div>
  );
}
