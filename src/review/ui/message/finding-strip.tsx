/** Above a text: why the place that was pressed is marked. Its height is kept when nothing is chosen, so that the text stays. */
import type { ReactElement } from 'react';
import type { MessageDetail, ReviewFinding } from '../../contract/message.ts';
import { useMay } from '../frame/session.ts';
import { count, percent } from '../words/counts.ts';
import { JudgeButtons } from './judge-buttons.tsx';
import type { useJudge } from './use-act.ts';
import classes from './content.module.css';

export interface FindingStripProps {
  readonly message: MessageDetail;
  readonly chosen: ReviewFinding | undefined;
  readonly judge: ReturnType<typeof useJudge>;
  readonly inParts: readonly string[];
}

export function FindingStrip({ message, chosen, judge, inParts }: FindingStripProps): ReactElement {
  const mayDecide = useMay('messages.decide');
  const here = message.findings.filter(({ part }) => inParts.includes(part));
  if (chosen === undefined || !inParts.includes(chosen.part)) {
    return (
      <p className={classes.strip}>
        {here.length === 0
          ? 'Nothing was found here.'
          : `${count(here.length, 'finding')} here. Press a marked place, or n, to see why it is one.`}
        {!message.revealed && ' What is hidden by █ shows when you reveal it.'}
      </p>
    );
  }
  return (
    <div className={classes.strip} aria-live="polite">
      <div>
        <strong>
          {chosen.title}
          {chosen.about !== null && ` (${chosen.about})`}
        </strong>
        <p>
          {[
            chosen.place,
            `${percent(chosen.score)} sure`,
            ...chosen.because.map(({ words }) => words.replace(/\.$/, '')),
            chosen.code,
          ]
            .filter((words) => words !== '')
            .join(' · ')}
        </p>
      </div>
      {mayDecide && <JudgeButtons finding={chosen} judge={judge} />}
    </div>
  );
}
