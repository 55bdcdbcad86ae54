/** The bar below a message that monitor mode let through: what would have happened, and whether that would have been right. */
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { useKeys } from '../frame/keys.ts';
import { Refused } from '../parts/refused.tsx';
import type { Judgement, useJudge } from './use-action.ts';
import classes from './actions-bar.module.css';

const wouldWords: Readonly<Record<string, string>> = {
  quarantine: 'it would have been held for review',
  warn: 'its sender would have been asked',
  bounce: 'it would have been returned to its sender',
};

export interface MonitoredBarProps {
  readonly message: MessageDetail;
  readonly judge: ReturnType<typeof useJudge>;
  readonly mayDecide: boolean;
}

export function MonitoredBar({ message, judge, mayDecide }: MonitoredBarProps): ReactElement {
  const { why, findings } = message;
  const concerned = new Set(why.flatMap((rule) => rule.findings));
  const judged = findings.filter(({ n }) => concerned.has(n));
  const isAll = (judgement: Judgement): boolean =>
    judged.length > 0 && judged.every((finding) => finding.judgement === judgement);
  const press = (judgement: Exclude<Judgement, null>): void =>
    judge.mutate({ findings: judged.map(({ n }) => n), judgement: isAll(judgement) ? null : judgement });
  const mayJudge = mayDecide && judged.length > 0;
  useKeys(mayJudge ? { f: () => press('false-alarm'), c: () => press('confirmed') } : {});
  return (
    <section className={classes.bar} aria-label="Actions">
      <p>
        Delivered in monitor mode. Without it, {wouldWords[why[0]?.action ?? ''] ?? 'it would have been stopped'}.
        {judged.length === 0 && ' There is no finding to judge.'}
      </p>
      {mayJudge && (
        <div className={classes.buttons}>
          <Button
            variant={isAll('confirmed') ? 'filled' : 'default'}
            aria-pressed={isAll('confirmed')}
            onClick={() => press('confirmed')}
          >
            Correct
          </Button>
          <Button
            variant={isAll('false-alarm') ? 'filled' : 'default'}
            aria-pressed={isAll('false-alarm')}
            onClick={() => press('false-alarm')}
          >
            False alarm
          </Button>
        </div>
      )}
      <Refused error={judge.error} />
    </section>
  );
}
