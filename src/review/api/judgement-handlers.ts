/** Handlers of the routes by which reviewers judge findings as correct or as false alarms. */
import type { ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import { findMessage } from './message-access.ts';
import { actorOf, type ReviewParts } from './review-parts.ts';

type JudgementHandlers = Pick<ReviewHandlers, 'judge' | 'judgeMany'>;

export function createJudgementHandlers(parts: ReviewParts): JudgementHandlers {
  const { records } = parts.review;
  return {
    async judge({ params, body, caller }) {
      const { message } = await findMessage(parts, params.id, caller);
      if (params.n >= message.findings.length) throw new ApiProblem('not-found');
      await records.judge(params.id, params.n, body.judgement, actorOf(caller));
      return undefined;
    },
    async judgeMany({ params, body: { findings, judgement }, caller }) {
      const { message } = await findMessage(parts, params.id, caller);
      const asked = [...new Set(findings)];
      const existing = asked.filter((n) => n < message.findings.length);
      await records.judgeMany(params.id, existing, judgement, actorOf(caller));
      return {
        results: asked.map((n) =>
          n < message.findings.length
            ? { n, ok: true, words: judgement === null ? 'Judgement removed.' : 'Marked.' }
            : { n, ok: false, words: 'This finding does not exist.', code: 'not-found' },
        ),
      };
    },
  };
}
