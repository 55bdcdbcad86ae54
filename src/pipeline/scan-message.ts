/** Scans a claimed message in a worker; a failure that may pass sets the message back once, any other is a result for the policy. */
import type { ScanFailure } from '../decide/verdict.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import { retryScan } from './claimed-message.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { scanFailureOf, unscanned } from './unscanned.ts';

export type MessageScan = Omit<ScanResult, 'parts' | 'ms'>;

/**
 * @param raw undefined where the stored body is not what was accepted
 * @param onWaiting called when the message begins to wait for OCR
 * @returns undefined where the message is set back, to be tried once more, alone
 */
export async function scanMessage(
  parts: PipelineParts,
  claimed: ClaimedMessage,
  raw: Buffer | undefined,
  onWaiting: () => void,
): Promise<MessageScan | undefined> {
  const recipients = claimed.recipients.map(({ address }) => address);
  const failed = (failure: ScanFailure): MessageScan => unscanned(recipients, failure, parts.recipientFacts);
  if (raw === undefined) return failed({ code: 'malformed' });
  if (claimed.attempts > parts.maxScanAttempts) return failed({ code: 'poison' });
  try {
    const share = { sender: claimed.sender, bytes: claimed.size };
    const signatures = parts.signatures?.forScan(claimed.sender);
    const request = { raw: new Uint8Array(raw), sender: claimed.sender, recipients, ...(signatures && { signatures }) };
    return await parts.observe.stage('scan', () => parts.scanPool.run(request, share, onWaiting));
  } catch (error) {
    const code = scanFailureOf(error);
    if (code === undefined) throw error;
    if (claimed.attempts >= 2) return failed({ code });
    await parts.store.step(retryScan(parts.context, claimed));
    return undefined;
  }
}
