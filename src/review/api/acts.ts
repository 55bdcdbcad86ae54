/** What reviewers do to held messages: each act is one call to the store, and its answer says what happened or who was faster. */
import type { TooLate } from '../../store/review/decisions.ts';
import type { Caller } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import type { Act, ActResult } from '../contract/acts.ts';
import { exceptionOf, type AllowedBy } from './exception-scope.ts';
import { actorOf, viewerOf, type ReviewParts } from './review-parts.ts';

type Result = Omit<ActResult, 'id'>;
const done = (words: string, undoUntil: Date | null = null): Result => ({
  ok: true,
  words,
  undoUntil: undoUntil?.toISOString() ?? null,
});
const refused = (words: string, code: string): Result => ({ ok: false, words, code, undoUntil: null });

/** @throws ApiProblem message.not-found, request.invalid */
export async function takeAct(parts: ReviewParts, id: string, act: Act, caller: Caller): Promise<ActResult> {
  const item = await parts.review.items.item(id, viewerOf(caller));
  if (item === undefined) throw new ApiProblem('message.not-found');
  return { id, ...(await resultOf(parts, id, act, caller)) };
}

/** One after the other, each with its own result: what one of them meets does not stop the others. */
export async function takeActs(
  parts: ReviewParts,
  ids: readonly string[],
  act: Act,
  caller: Caller,
): Promise<ActResult[]> {
  const results: ActResult[] = [];
  for (const id of new Set(ids)) {
    try {
      results.push(await takeAct(parts, id, act, caller));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'message.not-found') throw error;
      results.push({ id, ...refused('There is no such message, or it is not of your schools.', error.code) });
    }
  }
  return results;
}

async function resultOf(parts: ReviewParts, id: string, act: Act, caller: Caller): Promise<Result> {
  const { records } = parts.review;
  const actor = actorOf(caller);
  switch (act.act) {
    case 'claim': {
      const has = await records.assign(id, actor, { actor, ifFree: true });
      return has?.id === actor.id
        ? done('You have it.')
        : refused(`${has?.name ?? 'Somebody else'} has it.`, 'conflict.assigned');
    }
    case 'unclaim': {
      const has = await records.assign(id, null, { actor, ifFree: true });
      return has === null ? done('It is back in the queue.') : refused(`${has.name} has it.`, 'conflict.assigned');
    }
    case 'assign': {
      const person = (await parts.people()).find((one) => one.id === act.to);
      if (person === undefined)
        throw new ApiProblem('request.invalid', {
          fields: [{ path: 'to', message: 'Nobody who reviews has this id' }],
        });
      if ((await parts.review.items.visible([id], person)).length === 0)
        return refused(`${person.name} does not see messages of this school.`, 'conflict.other-school');
      await records.assign(id, person, { actor, ifFree: false });
      return done(`${person.name} has it.`);
    }
    case 'escalate':
      await records.escalate(id, act.note, actor);
      return done('Escalated: it is marked for managers.');
    case 'note':
      await records.note(id, act.text, actor);
      return done('The note is there.');
    case 'answer-appeal':
      return answerAppeal(parts, id, act.words, caller);
    case 'undo':
      return undo(parts, id, caller);
    case 'release':
    case 'release-and-allow':
    case 'reject':
    case 'return':
      return decide(parts, id, act, caller);
  }
}

type Deciding = Extract<Act, { act: 'release' | 'release-and-allow' | 'reject' | 'return' }>;

async function decide(parts: ReviewParts, id: string, act: Deciding, caller: Caller): Promise<Result> {
  const message = await parts.message(id);
  if (message === undefined) throw new ApiProblem('message.not-found');
  const recipients =
    'recipients' in act && act.recipients ? [...new Set(act.recipients)].sort((a, b) => a - b) : undefined;
  if (recipients?.some((n) => n < 0 || n >= message.recipients.length))
    throw new ApiProblem('request.invalid', {
      fields: [{ path: 'recipients', message: 'The message has no such recipient' }],
    });
  const to = recipients?.length === message.recipients.length ? undefined : recipients;
  if (act.act === 'release-and-allow' && (message.verdict?.releasers ?? 1) > 1)
    return refused(
      'What takes several people to release is not allowed from then on by one of them: release it, and ask for a rule of the policy.',
      'conflict.several-people',
    );
  const allowedBy: AllowedBy = {
    sender: message.sender,
    recipients: message.recipients.map(({ address }) => address),
    codes: message.verdict?.codes ?? [],
    schools: caller.schools,
  };
  const outcome = await parts.review.decisions.decide(
    id,
    viewerOf(caller),
    {
      choice: act.act === 'release-and-allow' ? 'release' : act.act,
      reason: wordsOf(parts, act),
      ...(to && { recipients: to }),
      ...(act.act === 'release-and-allow' && { exception: exceptionOf(act.exception, allowedBy, parts.now()) }),
    },
    { actor: actorOf(caller), now: parts.now(), undoMs: parts.undoMs, recipients: message.recipients.length },
  );
  switch (outcome.outcome) {
    case 'not-there':
      throw new ApiProblem('message.not-found');
    case 'too-late':
      return refused(tooLateWords(outcome, caller, parts.now()), 'conflict.already-decided');
    case 'agreed':
      return done(
        `${outcome.given} of ${outcome.needed} people agree. It is released when another person agrees to it too.`,
      );
    case 'pending': {
      const count = to?.length ?? message.recipients.length;
      return done(pendingWords[act.act](count), outcome.due);
    }
  }
}

const pendingWords: Readonly<Record<Deciding['act'], (recipients: number) => string>> = {
  release: (n) => `Being released to ${n} recipient${n === 1 ? '' : 's'}.`,
  'release-and-allow': (n) => `Being released to ${n} recipient${n === 1 ? '' : 's'}, and allowed from then on.`,
  reject: () => 'Being returned to the sender.',
  return: () => 'Being returned to the sender for correction.',
};

function wordsOf({ templates }: ReviewParts, act: Deciding): string {
  if (act.act === 'release' || act.act === 'release-and-allow') return act.reason;
  const template = act.template === undefined ? undefined : templates.find(({ id }) => id === act.template);
  if (act.template !== undefined && template === undefined)
    throw new ApiProblem('request.invalid', { fields: [{ path: 'template', message: 'There is no such text' }] });
  const words = [template?.words, act.words].filter(Boolean);
  if (words.length === 0)
    throw new ApiProblem('request.invalid', {
      fields: [{ path: 'words', message: 'Say why it comes back: the sender reads it' }],
    });
  // A template that the console put into the box, and a reviewer went on writing, is not said twice.
  return template && act.words.includes(template.words) ? act.words : words.join('\n\n');
}

async function undo(parts: ReviewParts, id: string, caller: Caller): Promise<Result> {
  const outcome = await parts.review.decisions.undo(id, viewerOf(caller), actorOf(caller));
  if (outcome.outcome === 'not-there') throw new ApiProblem('message.not-found');
  if (outcome.outcome === 'undone')
    return done(outcome.was === 'release-agreed' ? 'Your agreement is taken back.' : 'Taken back: it is held again.');
  const words =
    outcome.state === 'held' || outcome.state === 'held-by-sender'
      ? 'There is nothing to take back.'
      : 'It is too late to take it back: it is being carried out.';
  return refused(words, 'conflict.too-late-to-undo');
}

async function answerAppeal(parts: ReviewParts, id: string, words: string, caller: Caller): Promise<Result> {
  const message = await parts.message(id);
  if (message === undefined) throw new ApiProblem('message.not-found');
  const notices = parts.answerNotice(message, words);
  const answered = await parts.review.records.answerAppeal(id, words, actorOf(caller), notices, parts.now());
  return answered
    ? done('The answer is on its way to the sender.')
    : refused('There is no appeal that waits for an answer.', 'conflict.no-appeal');
}

const verbs: Readonly<Record<string, string>> = {
  release: 'released it',
  send: 'sent it as it is',
  reject: 'returned it',
  return: 'returned it for correction',
  cancel: 'cancelled it',
};

/** `Mia Ortiz released it 4 seconds before you.` */
function tooLateWords({ state, done: was }: TooLate, caller: Caller, now: Date): string {
  if (was === undefined) {
    return state === 'held' || state === 'held-by-sender'
      ? 'The gateway is at work on it: try again in a moment.'
      : `It is ${state} already.`;
  }
  if (was.choice === 'bounce' || was.choice === 'deliver') return 'Its time was up: it is not held any more.';
  const who = was.by === caller.account.name ? 'You' : was.by === 'sender' ? 'The sender' : was.by;
  return `${who} ${verbs[was.choice] ?? 'decided on it'} ${ago(now.getTime() - was.at.getTime())} before you.`;
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [n, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 129_600
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
