/** Keys of the console: single letters outside of fields, and what each does on the page that is shown. */
import { useEffect, useRef } from 'react';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/**
 * Runs the act of a key while the page is shown. Letters are left alone in fields, in open dialogs and menus, and with
 * Ctrl, Alt or ⌘. `Shift+J` and such are named with the modifier; `?` is named as it is typed.
 */
export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  useEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (wasBusy) return;
      if ((event.key === 'Enter' || event.key === ' ') && isPressable(event.target)) return;
      const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const name = event.shiftKey && event.key !== '?' ? `Shift+${letter}` : letter;
      const act = current.current[name];
      if (act === undefined) return;
      event.preventDefault();
      act(event);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** Seen before anybody else hears of the key: the Esc that closes a dialog is not also one for the page behind it. */
let wasBusy = false;
addEventListener('keydown', ({ target }) => (wasBusy = isBusy(target)), { capture: true });

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  return target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select') !== null;
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, input, summary, [role=tab]') !== null;
}

type KeyLine = readonly [key: string, act: string];

export const keyHelp: readonly (readonly [group: string, lines: readonly KeyLine[]])[] = [
  [
    'Lists',
    [
      ['j  k', 'next, previous message'],
      ['Enter', 'open'],
      ['Space', 'choose; with Shift a range'],
      ['/', 'search'],
      ['Esc', 'back to the list'],
    ],
  ],
  [
    'A message',
    [
      ['r', 'reveal what is masked'],
      ['e', 'release'],
      ['x', 'return to the sender'],
      ['f', 'false alarm'],
      ['a', 'take it, or assign it'],
      ['u', 'undo'],
    ],
  ],
  [
    'Everywhere',
    [
      ['⌘K', 'go to a page, search, act'],
      ['?', 'this sheet'],
    ],
  ],
];
