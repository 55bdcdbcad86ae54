/** Judges a finding as correct or as a false alarm. Pressing the button again removes the judgement. */
import type { ReactElement } from 'react';
import type { ReviewFinding } from '../../contract/message.ts';
import { Icon } from '../frame/icons.tsx';
import type { Judgement, useJudge } from './use-action.ts';
import classes from './why.module.css';

export interface JudgeButtonsProps {
  readonly finding: ReviewFinding;
  readonly judge: ReturnType<typeof useJudge>;
}

export function JudgeButtons({ finding, judge }: JudgeButtonsProps): ReactElement {
  const button = (judgement: Exclude<Judgement, null>, name: string, icon: 'check' | 'cross'): ReactElement => {
    const isOn = finding.judgement === judgement;
    return (
      <button
        type="button"
        aria-pressed={isOn}
        title={name}
        aria-label={`${name}: ${finding.title}`}
        onClick={() => judge.mutate({ findings: [finding.n], judgement: isOn ? null : judgement })}
      >
        <Icon name={icon} size={14} />
        <span>{name}</span>
      </button>
    );
  };
  return (
    <span className={classes.judge}>
      {button('confirmed', 'Mark as correct', 'check')}
      {button('false-alarm', 'Mark as false alarm', 'cross')}
    </span>
  );
}
