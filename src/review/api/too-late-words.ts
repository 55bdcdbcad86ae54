/** Who decided on a message before the caller did, and how long ago. */
import type { TooLate } from '../../store/review/decisions.ts';
import type { Caller } from '../access/handler.ts';

const verbs: Readonly<Record<string, string>> = {
  release: 'released it',
  send: 'sent it unchanged',
  reject: 'returned it',
  return: 'returned it for correction',
  cancel: 'cancelled it',
  copy: 'sent a copy in its place',
};

/** `Mia Ortiz released it 4 seconds before you.` */
export function tooLateWords({ state, done: was }: TooLate, caller: Caller, now: Date): string {
  if (was === undefined) {
    return state === 'held' || state === 'held-by-sender'
      ? 'The gateway is processing this message. Try again in a moment.'
      : `It is already ${state.replaceAll('-', ' ')}.`;
  }
  if (was.choice === 'bounce' || was.choice === 'deliver') return 'The hold expired before your decision.';
  const verb = verbs[was.choice] ?? 'decided on it';
  const time = duration(now.getTime() - was.at.getTime());
  if (was.by === caller.account.name) return `You ${verb} ${time} ago.`;
  return `${was.by === 'sender' ? 'The sender' : was.by} ${verb} ${time} before you.`;
}

function duration(ms: number): string {
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
