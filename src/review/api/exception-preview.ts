/** Shows what an exception would have released before it is made, and checks that the reviewer has seen it. */
import type { z } from 'zod';
import type { MessageDetail } from '../../store/stored-message.ts';
import type { PendingException } from '../../store/review/tables.ts';
import type { Caller } from '../access/handler.ts';
import type { exceptionBounds, ExceptionPreview, exceptionScope } from '../contract/actions.ts';
import { exceptionOf, type CheckedException } from './exception-scope.ts';
import type { ReviewParts, WouldRelease } from './review-parts.ts';

const previewDays = 30;
const maxExamples = 20;

/** @throws ApiProblem request.invalid */
export async function previewOf(
  parts: ReviewParts,
  message: MessageDetail,
  bounds: z.infer<typeof exceptionBounds>,
  caller: Caller,
): Promise<ExceptionPreview> {
  const exception = exceptionOf(bounds, { message, schools: caller.schools }, parts.now());
  const released = await others(parts, message, exception);
  const mayList = ({ schools }: WouldRelease): boolean =>
    caller.schools.length === 0 || schools.some((school) => caller.schools.includes(school));
  return {
    days: previewDays,
    students: exception.students,
    needsConsent: exception.isWide && !caller.permissions.has('exceptions.consent'),
    messages: released.length,
    senders: new Set(released.map(({ sender }) => sender)).size,
    examples: released
      .filter(mayList)
      .slice(0, maxExamples)
      .map(({ id, receivedAt, sender, students }) => ({ id, receivedAt: receivedAt.toISOString(), sender, students })),
  };
}

/**
 * The exception as it is kept with the decision.
 *
 * @returns the number of messages where the reviewer has seen another one
 * @throws ApiProblem request.invalid
 */
export async function checkedException(
  parts: ReviewParts,
  message: MessageDetail,
  scope: z.infer<typeof exceptionScope>,
  caller: Caller,
): Promise<{ readonly exception: PendingException } | { readonly wouldRelease: number }> {
  const checked = exceptionOf(scope, { message, schools: caller.schools }, parts.now());
  const wouldRelease = (await others(parts, message, checked)).length;
  if (wouldRelease !== scope.wouldRelease) return { wouldRelease };
  const { isWide, ...exception } = checked;
  if (!isWide || caller.permissions.has('exceptions.consent')) return { exception };
  return { exception: { ...exception, needsConsent: (await parts.managers()).map(({ email }) => email) } };
}

async function others(parts: ReviewParts, { id }: MessageDetail, exception: CheckedException): Promise<WouldRelease[]> {
  const since = new Date(parts.now().getTime() - previewDays * 86_400_000);
  return (await parts.wouldRelease(exception, since)).filter((message) => message.id !== id);
}
