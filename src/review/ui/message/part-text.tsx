/** The text of a part with its findings highlighted. Selecting a highlight shows the explanation of the finding. */
import { Button } from '@mantine/core';
import { memo, useState, type ReactElement } from 'react';
import type { ContentPart } from '../../contract/message.ts';
import { marksWithin, segments, type Segment } from './segments.ts';
import classes from './content.module.css';

export interface PartTextProps {
  readonly part: ContentPart;
  /** Number of the selected finding. */
  readonly chosen: number | undefined;
  readonly onChoose: (finding: number) => void;
}

/** In UTF-16 units. A browser lays out this much at once; a button shows the rest. */
const shownAtFirst = 20_000;

export function PartText({ part, chosen, onChoose }: PartTextProps): ReactElement {
  const [shown, setShown] = useState(shownAtFirst);
  const needed = placeOf(part, chosen)?.end ?? 0;
  const to = Math.min(part.text.length, Math.max(shown, needed));
  return (
    <>
      <div className={classes.text}>
        <Marked text={part.text} marks={part.marks} from={0} to={to} chosen={chosen} onChoose={onChoose} />
      </div>
      {to < part.text.length && (
        <Button variant="subtle" onClick={() => setShown(to + shownAtFirst * 2)}>
          Show more text
        </Button>
      )}
      {part.cut && to === part.text.length && <p className={classes.cut}>The rest of the text is too long to show.</p>}
    </>
  );
}

/** The first mark of a finding in the part. */
export function placeOf(part: ContentPart, finding: number | undefined): ContentPart['marks'][number] | undefined {
  return finding === undefined ? undefined : part.marks.find((mark) => mark.finding === finding);
}

export interface MarkedProps {
  readonly text: string;
  readonly marks: ContentPart['marks'];
  readonly from: number;
  readonly to: number;
  readonly chosen: number | undefined;
  readonly onChoose: (finding: number) => void;
}

export const Marked = memo(function Marked({ text, marks, from, to, chosen, onChoose }: MarkedProps): ReactElement {
  if (marksWithin(marks, from, to).length === 0) return <Words text={text.slice(from, to)} />;
  return (
    <>
      {segments(text, marks, from, to).map((segment, at) => (
        <Piece key={at} segment={segment} chosen={chosen} onChoose={onChoose} />
      ))}
    </>
  );
});

function Piece({
  segment,
  chosen,
  onChoose,
}: {
  segment: Segment;
  chosen: number | undefined;
  onChoose: (finding: number) => void;
}): ReactElement {
  const { text, findings, quoted, hidden } = segment;
  const kind = { 'data-quoted': quoted || undefined, 'data-hidden': hidden || undefined };
  const first = findings[0];
  if (first === undefined) {
    if (!quoted && !hidden) return <Words text={text} />;
    return (
      <span {...kind} title={hidden ? 'Hidden from readers of the message' : undefined}>
        <Words text={text} />
      </span>
    );
  }
  const isChosen = chosen !== undefined && findings.includes(chosen);
  return (
    <button
      type="button"
      {...kind}
      className={classes.mark}
      data-finding={first}
      aria-pressed={isChosen}
      onClick={() => onChoose(isChosen ? (findings[findings.indexOf(chosen) + 1] ?? first) : first)}
    >
      <Words text={text} />
    </button>
  );
}

const masked = /(█(?:[^█\n\t]{0,2}█)*)/;

/** Text with its masked stretches in grey. A screen reader reads each stretch as one word. */
function Words({ text }: { text: string }): ReactElement {
  if (!text.includes('█')) return <>{text}</>;
  return (
    <>
      {text.split(masked).map((words, at) =>
        at % 2 === 0 ? (
          words
        ) : (
          <span key={at} className={classes.masked} role="img" aria-label="masked">
            {words}
          </span>
        ),
      )}
    </>
  );
}
