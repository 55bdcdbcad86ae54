/** A view that shows everything unmasked: it opens only once the message has been revealed. */
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Icon } from '../frame/icons.tsx';
import classes from './content.module.css';

export interface RevealedProps {
  readonly revealed: boolean;
  readonly onReveal: (() => void) | undefined;
  readonly children: ReactElement;
}

export function Revealed({ revealed, onReveal, children }: RevealedProps): ReactElement {
  if (revealed) return children;
  return (
    <div className={classes.closed}>
      <p>This view is not masked. Reveal the message to open it.</p>
      {onReveal !== undefined && (
        <Button variant="default" leftSection={<Icon name="eye" size={16} />} onClick={onReveal}>
          Reveal message
        </Button>
      )}
    </div>
  );
}
