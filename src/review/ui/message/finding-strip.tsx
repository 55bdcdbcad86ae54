/** The strip above a text that explains the selected finding. It keeps its height without a selection, so that the text does not move. */
import type { ReactElement } from 'react';
import type { MessageDetail, ReviewFinding } from '../../contract/message.ts';
import { useMay } from '../frame/session.ts';
import { count, percent } from '../words/counts.ts';
import { JudgeButtons } from './judge-buttons.tsx';
import type { useJudge } from './use-action.ts';
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
          ? 'No findings here.'
          : `${count(here.length, 'finding')} here. Select a highlight, or press n, to see the explanation.`}
        {!message.revealed && ' Reveal the message to see the masked text (█).'}
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
            `${percent(chosen.score)} confidence`,
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
