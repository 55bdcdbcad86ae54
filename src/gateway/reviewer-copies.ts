/** Copies without what was found that reviewers send in place of a held message: shown before and after, then sent at once. */
import { decideHeld } from '../act/decide-held.ts';
import { heldMessage } from '../act/message-facts.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { PageLanguage } from '../review/api/page.ts';
import type { ReviewCopies } from '../review/api/review-copies.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import { changesOf, copyOf, mayBeMended, planCopy, removedFrom, type MessageCopiesParts } from './message-copies.ts';

export interface ReviewerCopiesParts extends MessageCopiesParts {
  readonly store: Pick<Store, 'step' | 'body'>;
}

export function createReviewerCopies(parts: ReviewerCopiesParts): ReviewCopies {
  const { store, context } = parts;
  /** The mark and the note stand in the copy: they are in the language of the sender's notices. */
  const languageOf = ({ sender }: MessageDetail): PageLanguage =>
    context.languageOf(sender) ?? context.settings.languages[0] ?? 'en';
  return {
    mayBePossible: (message) => mayBeMended(message, context.now()),
    async preview(message) {
      const planned = await planCopy(parts, message, languageOf(message));
      return planned && changesOf(planned, message, 'en');
    },
    async send(message, { actor, reason }) {
      const language = languageOf(message);
      const planned = await planCopy(parts, message, language);
      if (planned === undefined) return 'not-possible';
      try {
        await decideHeld(
          store,
          context,
          heldMessage(message),
          {
            by: 'reviewer',
            choice: 'copy',
            actor: actor.name,
            account: actor.email,
            reason,
            copy: copyOf(message, planned, language, context),
            removed: removedFrom(planned.plan),
          },
          { body: async () => planned.raw },
        );
        return 'sent';
      } catch (error) {
        // Another reviewer, the sender, or the clock was faster.
        if (codeOf(error) !== 'store.lost-lease') throw error;
        return 'too-late';
      }
    },
  };
}
