/** What a reviewer's copies of held messages need of the gateway. */
import type { Actor } from '../../store/review/actor.ts';
import type { MessageDetail } from '../../store/stored-message.ts';
import type { CopyPreview } from '../contract/actions.ts';

export interface ReviewCopies {
  /** Whether removing what was found can mend the message: known without reading it. */
  mayBePossible(message: MessageDetail): boolean;
  /** What would change, masked; undefined where no copy is possible. */
  preview(message: MessageDetail): Promise<Omit<CopyPreview, 'isPossible'> | undefined>;
  /** Cancels the message and sends the copy, at once: it cannot be undone. @param by.reason the sender reads it */
  send(
    message: MessageDetail,
    by: { readonly actor: Actor; readonly reason: string },
  ): Promise<'sent' | 'not-possible' | 'too-late'>;
}
