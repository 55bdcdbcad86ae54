/** A light editor for the text of a policy: line numbers, marks of mistakes, completion. The text itself is a plain field. */
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { completionAt, type Choice, type Completion, type Words } from './completion.ts';
import classes from './editor.module.css';

export interface Mark {
  /** From 1. */
  readonly line: number;
  readonly words: string;
}

export interface EditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly marks: readonly Mark[];
  readonly words: Words;
  readonly field: React.RefObject<HTMLTextAreaElement | null>;
}

/** Height of a line in pixels, as in the style sheet. */
export const LINE_PX = 20;

export function Editor({ text, onChange, marks, words, field }: EditorProps): ReactElement {
  const under = useRef<HTMLDivElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const completing = useCompletion({ onChange, words, field });
  const count = text.split('\n').length;
  const onScroll = (): void => {
    const { scrollTop = 0, scrollLeft = 0 } = field.current ?? {};
    if (numbers.current) numbers.current.style.transform = `translateY(${-scrollTop}px)`;
    if (under.current) under.current.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
    completing.close();
  };
  return (
    <div className={classes.editor}>
      <div className={classes.gutter} aria-hidden="true">
        <pre ref={numbers}>{Array.from({ length: count }, (_, line) => line + 1).join('\n')}</pre>
      </div>
      <div className={classes.pane}>
        <div className={classes.under} aria-hidden="true">
          <div ref={under}>
            {marks.map(({ line, words: what }) => (
              <div key={`${line} ${what}`} className={classes.mark} style={{ top: (line - 1) * LINE_PX }} />
            ))}
          </div>
        </div>
        <textarea
          ref={field}
          className={classes.text}
          aria-label="Text of the policy"
          aria-describedby="editor-help"
          aria-autocomplete="list"
          aria-invalid={marks.length > 0}
          {...completing.attributes}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          value={text}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            completing.look(event.currentTarget, false);
          }}
          onKeyDown={completing.onKeyDown}
          onScroll={onScroll}
          onBlur={completing.close}
        />
        {completing.list}
      </div>
    </div>
  );
}

interface Open extends Completion {
  readonly chosen: number;
  readonly top: number;
  readonly left: number;
}

function useCompletion({ onChange, words, field }: Omit<EditorProps, 'marks' | 'text'>) {
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  const look = (from: HTMLTextAreaElement, asked: boolean): void => {
    const { value, selectionStart: caret } = from;
    const found = completionAt(value, caret, words);
    // Without being asked, it waits for the first letter of a word.
    if (found === undefined || (!asked && found.from === caret)) return close();
    const lines = value.slice(0, found.from).split('\n');
    const top = lines.length * LINE_PX - from.scrollTop;
    setOpen({ ...found, chosen: 0, top, left: lines.at(-1)!.length });
  };
  const take = (choice: Choice): void => {
    const from = field.current;
    if (open === undefined || from === null) return;
    insert(from, choice.text, open.from, from.selectionStart);
    onChange(from.value);
    close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      return look(event.currentTarget, true);
    }
    if (open === undefined) return indent(event, onChange);
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { length } = open.choices;
    if (move !== undefined) setOpen({ ...open, chosen: (open.chosen + move + length) % length });
    else if (event.key === 'Enter' || event.key === 'Tab') take(open.choices[open.chosen]!);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  return {
    close,
    look,
    onKeyDown,
    attributes: open ? { 'aria-controls': 'completion', 'aria-activedescendant': `choice-${open.chosen}` } : {},
    list: open && <Choices open={open} onTake={take} />,
  };
}

/** A new line begins where the one above begins. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (text: string) => void): void {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.nativeEvent.isComposing) return;
  const field = event.currentTarget;
  const { value, selectionStart, selectionEnd } = field;
  const [lead = ''] = /^ */.exec(value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart)) ?? [];
  if (lead === '') return;
  event.preventDefault();
  insert(field, `\n${lead}`, selectionStart, selectionEnd);
  onChange(field.value);
}

/** In the field itself, with the caret behind it, so that what is typed next does not come before it. */
function insert(field: HTMLTextAreaElement, text: string, from: number, to: number): void {
  field.setRangeText(text, from, to, 'end');
}

function Choices({ open, onTake }: { open: Open; onTake: (choice: Choice) => void }): ReactElement {
  const { choices, chosen, top, left } = open;
  return (
    <ul
      id="completion"
      role="listbox"
      aria-label="Suggestions"
      className={classes.choices}
      style={{ top, left: `min(calc(${left}ch + 0.75rem), calc(100% - 17rem))` }}
    >
      {choices.map((choice, at) => (
        <li
          key={choice.text}
          id={`choice-${at}`}
          role="option"
          aria-selected={at === chosen}
          ref={at === chosen ? (item) => item?.scrollIntoView({ block: 'nearest' }) : null}
          // The field keeps the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(choice);
          }}
        >
          <span>{choice.text}</span>
          {choice.about !== '' && <small>{choice.about}</small>}
        </li>
      ))}
    </ul>
  );
}
