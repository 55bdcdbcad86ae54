/** One message of a list in two lines: the headline, then sender, recipients and subject. */
import { memo, type MouseEvent, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { MessageRow as Row } from '../../contract/message.ts';
import { Icon } from '../frame/icons.tsx';
import { Severity } from '../parts/severity.tsx';
import { Time } from '../parts/time.tsx';
import { number } from '../words/counts.ts';
import { initials, stateNames } from '../words/names.ts';
import classes from './message-list.module.css';

export interface MessageRowProps {
  readonly row: Row;
  readonly href: string;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly isChosen: boolean;
  /** Undefined if the account may not decide on messages. */
  readonly onChoose: ((id: string, withShift: boolean) => void) | undefined;
  readonly onOpen: (id: string, event: MouseEvent) => void;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactElement {
  const { row, href, isOpen, isCursor, isChosen, onChoose, onOpen } = props;
  return (
    <li
      className={classes.row}
      data-open={isOpen || undefined}
      data-cursor={isCursor || undefined}
      data-state={row.state}
    >
      {onChoose !== undefined && (
        <label className={classes.choose}>
          <input
            type="checkbox"
            checked={isChosen}
            aria-label={`Select: ${row.headline}`}
            onChange={() => undefined}
            onClick={(event) => onChoose(row.id, event.shiftKey)}
          />
        </label>
      )}
      <Link
        id={`row-${row.id}`}
        className={classes.link}
        href={href}
        aria-current={isOpen || undefined}
        title={row.subject === '' ? row.headline : `${row.headline}\n${row.subject}`}
        onClick={(event) => onOpen(row.id, event)}
      >
        <Severity level={row.severity} />
        <span className={classes.line}>
          <span className={classes.headline}>{row.headline}</span>
          <span className={classes.age}>
            <Time at={row.receivedAt} form="span" />
          </span>
        </span>
        <span className={classes.line}>
          <span className={classes.people}>
            <span className={classes.from}>{row.from.name || row.from.address}</span>
            <span aria-label="to"> → </span>
            <span>{row.recipients.first}</span>
            {row.recipients.count > 1 && <span> +{number(row.recipients.count - 1)}</span>}
            {row.subject !== '' && <span className={classes.subject}> · {row.subject}</span>}
          </span>
          <Flags row={row} />
        </span>
      </Link>
    </li>
  );
});

function Flags({ row }: { row: Row }): ReactElement {
  const { approvals, assignee } = row;
  return (
    <span className={classes.flags}>
      {row.state !== 'held' && row.state !== 'held-by-sender' && row.state !== 'monitored' && (
        <span className={classes.flag}>{stateNames[row.state]}</span>
      )}
      {row.appealed && (
        <span className={classes.flag} data-strong="">
          Appeal
        </span>
      )}
      {row.escalated && (
        <span className={classes.flag} data-strong="">
          Escalated
        </span>
      )}
      {approvals.needed > 1 && (
        <span className={classes.flag} title={`${approvals.given} of ${approvals.needed} approvals`}>
          {approvals.given} of {approvals.needed}
        </span>
      )}
      {row.attachments > 0 && (
        <span className={classes.clip} title={`${row.attachments} attachment${row.attachments === 1 ? '' : 's'}`}>
          <Icon name="clip" size={14} />
          {row.attachments}
        </span>
      )}
      {assignee !== null && (
        <span className={classes.assignee} title={`Assigned to ${assignee.name}`}>
          {initials(assignee.name)}
        </span>
      )}
    </span>
  );
}
