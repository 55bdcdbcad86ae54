/** Keyboard shortcuts: single keys that work outside of fields, and the help text on them. */
import { useEffect, useRef } from 'react';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/**
 * Runs the action of a key while the page is shown. Keys do nothing in fields, in open dialogs and menus, and together
 * with Ctrl, Alt or ⌘. With Shift, names have the prefix `Shift+`, except for `?`.
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
      const action = current.current[name];
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** Read in the capture phase, before a dialog closes: the Esc that closes it must not also reach the page behind it. */
let wasBusy = false;
addEventListener('keydown', ({ target }) => (wasBusy = isBusy(target)), { capture: true });

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  return target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select') !== null;
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, input, summary, [role=tab]') !== null;
}

type KeyLine = readonly [key: string, action: string];

export const keyHelp: readonly (readonly [group: string, lines: readonly KeyLine[]])[] = [
  [
    'Lists',
    [
      ['j  k', 'next, previous message'],
      ['Enter', 'open'],
      ['Space', 'select; with Shift, select a range'],
      ['/', 'search'],
      ['Esc', 'close the message or dialog'],
    ],
  ],
  [
    'A message',
    [
      ['r', 'reveal'],
      ['n', 'next finding, with its explanation'],
      ['e', 'release; escalate a threat'],
      ['x', 'return for correction'],
      ['f', 'false alarm: judge the findings and release'],
      ['a', 'assign to me, unassign, or assign to someone else'],
      ['u', 'undo'],
      ['Ctrl Enter', 'in a dialog: do it'],
    ],
  ],
  [
    'Everywhere',
    [
      ['⌘K', 'go to a page or search'],
      ['?', 'show this help'],
    ],
  ],
];
