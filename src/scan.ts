/** Wires directory, extract and detect to one function: a raw message in, what was found and what was not read out. */
import type { RecipientFacts } from '../detectors/detector.ts';
import { loadDetectors } from './detect/detectors.ts';
import type { ScanRequest, ScanResult } from './detect/scan-result.ts';
import type { ScanSettings } from './detect/scan-settings.ts';
import { loadDirectory } from './directory/directory.ts';
import { extract } from './extract/extract.ts';

/** Reads and judges one message. Does not throw for any content; a detector's fault is a failure in the result. */
export type Scan = (request: ScanRequest) => Promise<ScanResult>;

/**
 * Loads the directory and the detectors, once for many messages.
 *
 * @throws HallpassError `roster.not-readable`, `detectors.not-loaded`, `detectors.bad-options`
 */
export async function createScan(settings: ScanSettings): Promise<Scan> {
  const directory = loadDirectory({ rosterDir: settings.roster, district: settings.district });
  const detectors = await loadDetectors(settings.detectors, { directory });

  return async ({ raw, sender, recipients }) => {
    const startedAt = performance.now();
    const facts: RecipientFacts[] = recipients.map((address) => directory.recipientFacts(address));
    const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    const message = await extract(bytes, { sender, recipients: facts }, settings.scan);
    const { findings, failures } = detectors.detect(message);
    return {
      subject: message.subject,
      ...(message.from && { from: message.from }),
      ...(message.messageId !== undefined && { messageId: message.messageId }),
      recipients: facts,
      findings,
      unread: message.unread,
      failures,
      parts: message.parts.map(({ id, kind, contentType, filename, text }) => ({
        id,
        kind,
        contentType,
        ...(filename !== undefined && { filename }),
        length: text.length,
      })),
      ms: performance.now() - startedAt,
    };
  };
}
