/** From a scan to the committed verdict: gathers what the gateway knows beside the message, assesses, and applies the verdict. */
import { applyVerdict } from '../act/apply-verdict.ts';
import { messageFacts } from '../act/message-facts.ts';
import type { Step } from '../store/change.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import { assess, type Assessment } from './assess.ts';
import { countRepliers } from './list-thread.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import type { MessageScan } from './scan-message.ts';
import { decideAttributes } from './span-attributes.ts';

/** @returns the step that was committed */
export async function applyAssessment(
  parts: PipelineParts,
  claimed: ClaimedMessage,
  raw: Buffer | undefined,
  scan: MessageScan,
): Promise<Step> {
  const { id, sender, receivedAt, lease } = claimed;
  const thread = await countRepliers(parts.listPosts, claimed, scan);
  const students = scan.findings.flatMap(({ subject }) => subject?.id ?? []);
  const decide = (): Assessment =>
    assess(scan, sender, receivedAt, parts.pack, thread, parts.assessmentContext(students, sender));
  const assessment = await parts.observe.step(
    'decide',
    id,
    () => Promise.resolve(parts.observe.time('decide', decide)),
    ({ verdict }) => decideAttributes(verdict),
  );
  const { findings, unread } = scan;
  const assessed = {
    message: messageFacts(claimed),
    lease,
    raw: raw ?? Buffer.alloc(0),
    ...assessment,
    findings,
    unread,
    ...(scan.searchWords && { searchWords: scan.searchWords }),
  };
  const step = applyVerdict(parts.context, assessed, parts.route !== undefined);
  const state = { 'hallpass.state': step.to };
  await parts.observe.step(
    'act',
    id,
    () => parts.store.step(step),
    () => state,
  );
  if (scan.signature && step.to === 'delivering') parts.signatures?.learn(scan.signature);
  parts.observe.verdict(id, assessment.verdict, step.to);
  return step;
}
