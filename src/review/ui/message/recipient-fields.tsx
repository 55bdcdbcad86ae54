/** Selects the recipients of a release; long lists have buttons for all, the entitled ones and none. */
import { Button, Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ReviewRecipient } from '../../contract/message.ts';
import { RecipientMark } from './recipients.tsx';
import classes from './forms.module.css';

/** Longer lists get buttons that select many recipients at once. */
const shortList = 5;

export interface RecipientFieldsProps {
  readonly recipients: readonly ReviewRecipient[];
  /** Positions in the envelope. */
  readonly selected: ReadonlySet<number>;
  readonly onChange: (selected: ReadonlySet<number>) => void;
}

export function RecipientFields({ recipients, selected, onChange }: RecipientFieldsProps): ReactElement {
  const select = (chosen: readonly ReviewRecipient[]): void => onChange(new Set(chosen.map(({ n }) => n)));
  return (
    <fieldset className={classes.recipients}>
      <legend>To</legend>
      {recipients.length > shortList && (
        <div className={classes.choices}>
          <Button variant="default" size="compact-sm" onClick={() => select(recipients)}>
            All
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => select(recipients.filter(({ entitled }) => isEntitled(entitled)))}
          >
            Entitled
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => select([])}>
            None
          </Button>
        </div>
      )}
      {recipients.map(({ n, address, relation, entitled }) => (
        <Checkbox
          key={n}
          checked={selected.has(n)}
          onChange={() => onChange(selected.symmetricDifference(new Set([n])))}
          label={
            <>
              <RecipientMark entitled={entitled} /> {address} <span className={classes.soft}>{relation}</span>
            </>
          }
        />
      ))}
    </fieldset>
  );
}

export function isEntitled(entitled: ReviewRecipient['entitled']): boolean {
  return entitled === 'yes' || entitled === 'not-needed';
}
