/** Wires directory, extract, reader and detect to one function: a raw message in, its findings and unread parts out. */
import type { ExtractedPart, RecipientFacts } from '../../detectors/detector.ts';
import { likelyFamily } from '../../detectors/shared/evidence/likely-family.ts';
import { studentReader } from '../../detectors/shared/evidence/read-students.ts';
import type { Config } from '../config/schema.ts';
import { addressMatches } from '../message/address-pattern.ts';
import { loadDetectors } from '../detect/detectors.ts';
import type { ScanRequest, ScanResult } from './scan-result.ts';
import { areClassified, extractLimits, readingLimits, type ScanSettings } from './scan-settings.ts';
import type { ReaderAccess } from './worker-notice.ts';
import { createCurrentDirectory, type CurrentDirectory } from '../directory/current-directory.ts';
import { loadDirectory, openDirectory } from '../directory/directory.ts';
import { openSignatureSet, type SignatureSet } from '../directory/signature-set.ts';
import { PicturesToRead, readMessage } from '../extract/extract.ts';
import { conversationOf } from '../message/conversation.ts';
import { domainOf } from '../message/envelope.ts';
import { originOf } from '../message/message-origin.ts';
import { finalMailbox } from '../message/sender-person.ts';
import { withPlaces } from './find-places.ts';
import { createJudge } from './judge.ts';
import { learnSignature } from './learn-signature.ts';
import { picturesWanted, type PicturesWanted } from './pictures-wanted.ts';
import { searchWordsOf } from './search-words.ts';

/** Scans one message, or says about which pictures it needs to know first. Does not throw for any content; a detector's fault is a failure in the result. */
export type Scan = (request: ScanRequest, reader?: ReaderAccess) => Promise<ScanResult | PicturesWanted>;

export interface Scanner {
  readonly scan: Scan;
  /** Uses this roster from the next message on; the detectors stay. @throws HallpassError `roster.damaged` */
  useRoster(image: ArrayBufferLike): void;
}

/**
 * Loads the directory and the detectors, once for many messages.
 *
 * @throws HallpassError `roster.not-readable`, `detectors.not-loaded`, `detectors.bad-options`
 */
export async function createScanner(settings: ScanSettings): Promise<Scanner> {
  const directory = createCurrentDirectory(loadDirectory({ ...settings, rosterDir: settings.roster }));
  const limits = extractLimits(settings.scan);
  const detectors = await loadDetectors(settings.detectors, { directory });

  const readStudents = studentReader(directory);
  const isOurs = (address: string) => directory.isDistrictDomain(domainOf(finalMailbox(address)));
  const isUnattended = (address: string) => addressMatches(address, settings.district.unattended);
  const judge = createJudge(detectors, readingLimits(settings.scan));
  const classify = areClassified(settings.scan);
  const useSignatures = followSignatures(directory);

  const scan: Scan = async ({ raw, sender, recipients, pictures: known, signatures }, reader) => {
    const startedAt = performance.now();
    const facts: RecipientFacts[] = recipients.map((address) => directory.recipientFacts(address, sender));
    const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    const questions = { read: areRead(settings.scan.ocr.read, facts), classify };
    const pictures = questions.read || classify ? new PicturesToRead(questions, known) : undefined;
    const { message: extracted, header } = await readMessage(
      bytes,
      { sender, recipients: facts },
      { ...limits, pictures },
    );
    const wanted = pictures && picturesWanted(pictures, raw);
    if (wanted) return wanted;
    useSignatures(signatures?.set);
    const { message, findings, leftOut, failures, unread } = await judge(extracted, { reader, startedAt });
    const conversation = conversationOf(header, message.subject);
    const students = [...new Set(findings.flatMap(({ subject }) => subject?.id ?? []))];
    const searchWords = searchWordsOf({ parts: extracted.parts, unread }, { findings, failures }, directory);
    const family = likelyFamily(message, findings, directory, readStudents);
    const now = new Date();
    const origin = originOf(header, sender, { isOurs, isUnattended }, calendarsOf(extracted.parts));
    const signature = signatures?.learn
      ? learnSignature({ message, findings, origin, readStudents }, directory, signatures.set.keys[0]!)
      : undefined;
    return {
      subject: message.subject,
      ...(conversation.length > 0 && { conversation }),
      ...(message.from && { from: message.from }),
      ...(message.messageId !== undefined && { messageId: message.messageId }),
      origin,
      recipients: facts.map((recipient) => {
        const grants = directory.grants(recipient.address, students, now);
        return {
          ...recipient,
          ...(family.has(recipient.address) && { likelyFamily: true as const }),
          ...(grants.length > 0 && { grants }),
        };
      }),
      findings: withPlaces(findings, extracted.parts),
      ...(leftOut > 0 && { findingsLeftOut: leftOut }),
      unread,
      failures,
      ...(signature && { signature }),
      ...(searchWords && { searchWords }),
      parts: extracted.parts.map(({ id, kind, contentType, filename, text }) => ({
        id,
        kind,
        contentType,
        ...(filename !== undefined && { filename }),
        length: text.length,
      })),
      ms: performance.now() - startedAt,
    };
  };
  return { scan, useRoster: (image) => directory.replace(openDirectory(image, settings)) };
}

/** Opens what is learnt from signatures when it has changed. */
function followSignatures(directory: CurrentDirectory): (set: SignatureSet | undefined) => void {
  let version: number | undefined;
  return (set) => {
    if (set?.version === version) return;
    version = set?.version;
    directory.useSignatures(set && openSignatureSet(set));
  };
}

/** Pictures are read where a message leaves the district or goes to many. */
function areRead(which: Config['scan']['ocr']['read'], recipients: readonly RecipientFacts[]): boolean {
  return which === 'always' || (which === 'outside' && recipients.some(({ inside, list }) => !inside || list));
}

function calendarsOf(parts: readonly ExtractedPart[]): string[] {
  return parts.flatMap(({ contentType, text }) => (/calendar/i.test(contentType) ? [text] : []));
}
