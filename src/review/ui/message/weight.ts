/** Reads how heavily a release weighs: which dialog it needs, and which action is the default. */
import type { MessageDetail } from '../../contract/message.ts';
import { isEntitled } from './recipient-fields.tsx';

type Gravity = MessageDetail['gravity'][number];

export const gravityWords: Readonly<Record<Gravity, string>> = {
  threat: 'It may contain a threat of harm.',
  sexual: 'It may contain a sexual remark or a sexually explicit picture.',
  harassment: 'It may contain harassment.',
  'several-people': 'The policy requires several people to approve its release.',
  records: 'It contains student records.',
  'several-students': 'It is about several students.',
};

/** Of these, a release to entitled recipients alone is free. */
const ofDisclosures: readonly Gravity[] = ['records', 'several-students'];

/** @param selected positions of the recipients in the envelope */
export function gravityOf(
  { gravity, recipientList }: MessageDetail,
  selected: ReadonlySet<number>,
): readonly Gravity[] {
  const discloses = recipientList.some(({ n, entitled }) => selected.has(n) && !isEntitled(entitled));
  return discloses ? gravity : gravity.filter((one) => !ofDisclosures.includes(one));
}

/** Whether the default action is to escalate the message: somebody may come to harm, and no manager knows of it. */
export function wantsEscalation({ gravity, escalated, actions }: MessageDetail): boolean {
  return gravity.includes('threat') && !escalated && actions.some(({ action }) => action === 'escalate');
}
