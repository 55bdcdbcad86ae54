/** Wires directory, extract and detect to one function: a raw message in, what was found and what was not read out. */
import type { RecipientFacts } from '../detectors/detector.ts';
import { loadDetectors } from './detect/detectors.ts';
import type { ScanRequest, ScanResult } from './detect/scan-result.ts';
import type { ScanSettings } from './detect/scan-settings.ts';
import { loadDirectory, openDirectory } from './directory/directory.ts';
import { extract } from './extract/extract.ts';

/** Reads and judges one message. Does not throw for any content; a detector's fault is a failure in the result. */
export type Scan = (request: ScanRequest) => Promise<ScanResult>;

/**
 * Loads the directory and the detectors, once for many messages.
 *
 * @param image of a roster; without one `settings.roster` is read
 * @throws HallpassError `roster.not-readable`, `roster.damaged`, `detectors.not-loaded`, `detectors.bad-options`
 */
export async function createScan(settings: ScanSettings, image?: ArrayBufferLike): Promise<Scan> {
  const directory =
    image === undefined ? loadDirectory({ ...settings, rosterDir: settings.roster }) : openDirectory(image, settings);
  const detectors = await loadDetectors(settings.detectors, { directory });

  return async ({ raw, sender, recipients }) => {
    const startedAt = performance.now();
    const facts: RecipientFacts[] = recipients.map((address) => directory.recipientFacts(address));
    const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    const message = await extract(bytes, { sender, recipients: facts }, settings.scan);
    const { findings, leftOut, failures } = detectors.detect(message);
    const students = [...new Set(findings.flatMap(({ subject }) => subject?.id ?? []))];
    const now = new Date();
    return {
      subject: message.subject,
      ...(message.from && { from: message.from }),
      ...(message.messageId !== undefined && { messageId: message.messageId }),
      recipients: facts.map((recipient) => {
        const grants = directory.grants(recipient.address, students, now);
        return grants.length === 0 ? recipient : { ...recipient, grants };
      }),
      findings,
      ...(leftOut > 0 && { findingsLeftOut: leftOut }),
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
