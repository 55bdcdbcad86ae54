/** Says what has been done where the page only changes somewhere else, for those who hear the page. */
import { VisuallyHidden } from '@mantine/core';
import { useSyncExternalStore, type ReactElement } from 'react';

let said = { count: 0, words: '' };
const listeners = new Set<() => void>();

/** @param words a sentence: `The token has been revoked.` */
export function announce(words: string): void {
  said = { count: said.count + 1, words };
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Stands once in the frame. The same words a second time are a new paragraph, so that they are said again. */
export function Announcement(): ReactElement {
  const { count, words } = useSyncExternalStore(listen, () => said);
  return (
    <VisuallyHidden component="div" aria-live="polite" data-announcement>
      {words !== '' && <p key={count}>{words}</p>}
    </VisuallyHidden>
  );
}
