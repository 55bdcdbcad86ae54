/** Which similar messages an exception allows, and for how long. */
import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import classes from './forms.module.css';

export interface ExceptionChoice {
  readonly scope: 'sender' | 'recipient' | 'both';
  /** A number of days, as the select field has it. */
  readonly days: string;
}

export const initialException: ExceptionChoice = { scope: 'both', days: '30' };

export interface ExceptionFieldsProps {
  readonly value: ExceptionChoice;
  readonly onChange: (value: ExceptionChoice) => void;
}

export function ExceptionFields({ value, onChange }: ExceptionFieldsProps): ReactElement {
  return (
    <div className={classes.pair}>
      <NativeSelect
        label="Allow similar messages from"
        value={value.scope}
        onChange={(event) => onChange({ ...value, scope: event.currentTarget.value as ExceptionChoice['scope'] })}
        data={[
          { value: 'both', label: 'this sender to this recipient' },
          { value: 'sender', label: 'this sender to anyone' },
          { value: 'recipient', label: 'anyone to this recipient' },
        ]}
      />
      <NativeSelect
        label="For"
        value={value.days}
        onChange={(event) => onChange({ ...value, days: event.currentTarget.value })}
        data={[
          { value: '1', label: '1 day' },
          { value: '7', label: '1 week' },
          { value: '30', label: '30 days' },
          { value: '180', label: '6 months' },
        ]}
      />
    </div>
  );
}
