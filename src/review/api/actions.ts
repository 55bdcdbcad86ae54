/** Takes a reviewer's action on a message: one call to the store, and a result that says what happened or who decided first. */
import type { Actor } from '../../store/review/actor.ts';
import type { MessageDetail } from '../../store/stored-message.ts';
import type { Caller } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import type { ReviewAction, ActionResult } from '../contract/actions.ts';
import { done, refusalWords, refused, type Result } from './action-result.ts';
import { checkedException } from './exception-preview.ts';
import { entitledRecipients, recipientsOf } from './recipients.ts';
import { actorOf, viewerOf, type ReviewParts } from './review-parts.ts';
import { assignmentNotices, escalationNotices } from './staff-notices.ts';
import { sendWithoutIt } from './send-copy.ts';
import { standInFor } from './stand-in.ts';
import { tooLateWords } from './too-late-words.ts';

/** @throws ApiProblem message.not-found, request.invalid */
export async function takeAction(
  parts: ReviewParts,
  id: string,
  action: ReviewAction,
  caller: Caller,
): Promise<ActionResult> {
  const item = await parts.review.items.item(id, viewerOf(caller));
  if (item === undefined) throw new ApiProblem('message.not-found');
  return { id, ...(await resultOf(parts, id, action, caller)) };
}

/** Takes the action on each message in turn. A message that cannot be found does not stop the others. */
export async function takeActions(
  parts: ReviewParts,
  ids: readonly string[],
  action: ReviewAction,
  caller: Caller,
): Promise<ActionResult[]> {
  const results: ActionResult[] = [];
  for (const id of new Set(ids)) {
    try {
      results.push(await takeAction(parts, id, action, caller));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'message.not-found') throw error;
      results.push({
        id,
        ...refused('This message does not exist, or your account does not have access to it.', error.code),
      });
    }
  }
  return results;
}

async function resultOf(parts: ReviewParts, id: string, action: ReviewAction, caller: Caller): Promise<Result> {
  const { records } = parts.review;
  const actor = actorOf(caller);
  switch (action.action) {
    case 'claim': {
      const has = await records.assign(id, actor, { actor, ifFree: true });
      return has?.id === actor.id
        ? done('Assigned to you.')
        : refused(`It is assigned to ${has?.name ?? 'someone else'}.`, 'conflict.assigned');
    }
    case 'unclaim': {
      const has = await records.assign(id, null, { actor, ifFree: true });
      return has === null
        ? done('No longer assigned to anyone.')
        : refused(`It is assigned to ${has.name}.`, 'conflict.assigned');
    }
    case 'assign':
      return assign(parts, id, action.to, actor);
    case 'escalate':
      await records.escalate(id, action.note, actor, await escalationNotices(parts, id, actor));
      return done('Escalated to the managers.');
    case 'note':
      await records.note(id, action.text, actor);
      return done('Note added.');
    case 'answer-appeal':
      return answerAppeal(parts, id, action.words, caller);
    case 'undo':
      return undo(parts, id, caller);
    case 'send-copy':
      return sendWithoutIt(parts, id, action.words, caller);
    case 'false-alarm':
    case 'release':
    case 'release-and-allow':
    case 'reject':
    case 'return':
      return decide(parts, id, action, caller);
  }
}

/** Assigns the message to a person, or to the deputy of one who is absent. */
async function assign(parts: ReviewParts, id: string, to: string, actor: Actor): Promise<Result> {
  const asked = (await parts.people()).find((one) => one.id === to);
  if (asked === undefined)
    throw new ApiProblem('request.invalid', { fields: [{ path: 'to', message: 'No reviewer has this id' }] });
  if ((await parts.review.items.visible([id], asked)).length === 0)
    return refused(`${asked.name} cannot see messages from this school.`, 'conflict.other-school');
  const { person, insteadOf } = await standInFor(parts, asked, id);
  const notices = await assignmentNotices(parts, id, person, actor);
  await parts.review.records.assign(id, person, { actor, ifFree: false, notices });
  return done(
    insteadOf ? `${insteadOf.name} is absent. Assigned to the deputy, ${person.name}.` : `Assigned to ${person.name}.`,
  );
}

type DecidingAction = Extract<
  ReviewAction,
  { action: 'release' | 'release-and-allow' | 'false-alarm' | 'reject' | 'return' }
>;

/** What each action decides. */
const choices = {
  release: 'release',
  'release-and-allow': 'release',
  'false-alarm': 'release',
  reject: 'reject',
  return: 'return',
} as const;

async function decide(parts: ReviewParts, id: string, action: DecidingAction, caller: Caller): Promise<Result> {
  const message = await parts.message(id);
  if (message === undefined) throw new ApiProblem('message.not-found');
  const recipients = recipientsOfRelease(message, action);
  if (recipients?.length === 0)
    return refused('No recipient of this message is entitled to all of its data.', 'conflict.nobody-entitled');
  if (recipients?.some((n) => n < 0 || n >= message.recipients.length))
    throw new ApiProblem('request.invalid', {
      fields: [{ path: 'recipients', message: 'The message has no such recipient' }],
    });
  const to = recipients?.length === message.recipients.length ? undefined : recipients;
  if (action.action === 'release-and-allow' && (message.verdict?.releasers ?? 1) > 1)
    return refused(
      'This message needs several approvals, so one reviewer cannot allow similar messages. Release it, and ask for a policy rule instead.',
      'conflict.several-people',
    );
  const allows =
    action.action === 'release-and-allow'
      ? await checkedException(parts, message, action.exception, caller)
      : undefined;
  if (allows !== undefined && 'wouldRelease' in allows)
    return refused(
      `The exception would now have released ${allows.wouldRelease} message${allows.wouldRelease === 1 ? '' : 's'} in the last 30 days. Look at it again before you allow it.`,
      'conflict.preview',
    );
  const outcome = await parts.review.decisions.decide(
    id,
    viewerOf(caller),
    {
      choice: choices[action.action],
      reason: wordsOf(parts, action),
      ...(to && { recipients: to }),
      ...(allows && { exception: allows.exception }),
    },
    {
      actor: actorOf(caller),
      now: parts.now(),
      undoMs: parts.undoMs,
      recipients: message.recipients.length,
      withoutReading: 'withoutReading' in action && action.withoutReading === true,
      // The false-alarm rates of the rules count them.
      ...(action.action === 'false-alarm' && { falseAlarms: (message.findings ?? []).map((_, n) => n) }),
    },
  );
  switch (outcome.outcome) {
    case 'not-there':
      throw new ApiProblem('message.not-found');
    case 'too-late':
      return refused(tooLateWords(outcome, caller, parts.now()), 'conflict.already-decided');
    case 'agreed':
      return done(
        `Your approval stands: ${outcome.given} of ${outcome.needed}. The message is released once enough people have approved it.`,
      );
    case 'pending': {
      const count = to?.length ?? message.recipients.length;
      return done(pendingWords[action.action](count), outcome.due);
    }
    case 'already-agreed':
    case 'same-person':
    case 'needs-reason':
    case 'needs-reading':
      return refused(refusalWords[outcome.outcome], `conflict.${outcome.outcome}`);
  }
}

/** Positions in the envelope, ascending; undefined for all. */
function recipientsOfRelease(message: MessageDetail, action: DecidingAction): number[] | undefined {
  if (action.action === 'release' && action.to === 'entitled') return entitledRecipients(recipientsOf(message));
  return 'recipients' in action && action.recipients
    ? [...new Set(action.recipients)].sort((a, b) => a - b)
    : undefined;
}

const pendingWords: Readonly<Record<DecidingAction['action'], (recipients: number) => string>> = {
  release: (n) => `Releasing to ${n} recipient${n === 1 ? '' : 's'}.`,
  'release-and-allow': (n) => `Releasing to ${n} recipient${n === 1 ? '' : 's'}, and allowing similar messages.`,
  'false-alarm': (n) => `False alarm: releasing to ${n} recipient${n === 1 ? '' : 's'}.`,
  reject: () => 'Returning to the sender.',
  return: () => 'Returning to the sender for correction.',
};

function wordsOf({ templates }: ReviewParts, action: DecidingAction): string {
  if ('reason' in action) return action.reason;
  const template = action.template === undefined ? undefined : templates.find(({ id }) => id === action.template);
  if (action.template !== undefined && template === undefined)
    throw new ApiProblem('request.invalid', { fields: [{ path: 'template', message: 'There is no such template' }] });
  const words = [template?.words, action.words].filter(Boolean);
  if (words.length === 0)
    throw new ApiProblem('request.invalid', {
      fields: [{ path: 'words', message: 'Tell the sender why the message is returned' }],
    });
  // The console puts the template into the text field, so the reviewer's text may already contain it.
  return template && action.words.includes(template.words) ? action.words : words.join('\n\n');
}

async function undo(parts: ReviewParts, id: string, caller: Caller): Promise<Result> {
  const outcome = await parts.review.decisions.undo(id, viewerOf(caller), actorOf(caller));
  if (outcome.outcome === 'not-there') throw new ApiProblem('message.not-found');
  if (outcome.outcome === 'undone')
    return done(
      outcome.was === 'release-agreed' ? 'Your approval is withdrawn.' : 'Undone. The message is held again.',
    );
  const words =
    outcome.state === 'held' || outcome.state === 'held-by-sender'
      ? 'There is nothing to undo.'
      : 'It is too late to undo: the decision is being carried out.';
  return refused(words, 'conflict.too-late-to-undo');
}

async function answerAppeal(parts: ReviewParts, id: string, words: string, caller: Caller): Promise<Result> {
  const message = await parts.message(id);
  if (message === undefined) throw new ApiProblem('message.not-found');
  const notices = parts.answerNotice(message, words);
  const answered = await parts.review.records.answerAppeal(id, words, actorOf(caller), notices, parts.now());
  return answered
    ? done('Your reply is on its way to the sender.')
    : refused('No appeal is waiting for a reply.', 'conflict.no-appeal');
}
