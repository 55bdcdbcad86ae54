/** The table of contents: the stages of a message, in order. Each may run again after a crash without harm. */
import type { MessageId } from '../message/message-id.ts';
import type { NewMessage } from '../store/change.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import { actOnMessage } from './act-on-message.ts';
import { applyAssessment } from './apply-assessment.ts';
import { afterStep, bodyReader } from './claimed-message.ts';
import { createClaimedWork } from './claimed-work.ts';
import { deliverMessage } from './deliver-message.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { scanMessage } from './scan-message.ts';
import { receiveAttributes, scanAttributes } from './span-attributes.ts';
import { createRecentBodies } from './recent-bodies.ts';
import { createSuspectsQueue } from './suspects.ts';

const RECENT_BYTES = 32 * 1024 * 1024;

export interface Pipeline {
  /** receive → store → queue. Resolves when the message is durable. */
  accept(message: NewMessage): Promise<void>;
  /** queue → extract → detect → assess → act, through the first delivery attempt. @param aside called when it waits for OCR */
  scan(id: MessageId, aside?: () => void): Promise<void>;
  /** Work on messages that waited: a further delivery attempt, a decision on a held message, a notice, the end of a hold. */
  act(id: MessageId): Promise<void>;
}

export function createPipeline(parts: PipelineParts): Pipeline {
  const { store, queue, observe } = parts;
  const claimedWork = createClaimedWork(parts);
  const recentBodies = createRecentBodies(RECENT_BYTES);
  const inTurn = createSuspectsQueue(store, parts.maxScanAttempts);

  async function accept(message: NewMessage): Promise<void> {
    await observe.step(
      'receive',
      message.id,
      () => observe.stage('store', () => store.accept(message)),
      () => receiveAttributes(message),
      message.receivedAt.getTime(),
    );
    const share = { sender: message.envelope.sender, bytes: message.raw.length };
    if (parts.scans) recentBodies.keep(message.id, message.raw);
    queue.wake('scan', { id: message.id, wake: '0', share });
  }

  async function scan(claimed: ClaimedMessage, aside: () => void): Promise<void> {
    const body = bodyReader(parts, claimed, recentBodies.take(claimed.id));
    const raw = await body();
    const step = await inTurn(claimed, async () => {
      const result = await observe.step(
        'scan',
        claimed.id,
        () => scanMessage(parts, claimed, raw, aside),
        scanAttributes,
      );
      return result && (await applyAssessment(parts, claimed, raw, result));
    });
    if (step?.to !== 'delivering') return;
    if (step.keepLease) await deliverMessage(parts, afterStep(claimed, step), body);
    else queue.wake('act', { id: claimed.id, wake: 'scanned', share: { sender: claimed.sender, bytes: claimed.size } });
  }

  const act = (claimed: ClaimedMessage): Promise<void> => actOnMessage(parts, claimed);

  return {
    accept,
    scan: claimedWork(['received', 'scanning'], scan),
    act: claimedWork(['delivering', 'warned', 'quarantined'], act),
  };
}
