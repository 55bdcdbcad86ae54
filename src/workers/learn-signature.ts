/** What a scanned message teaches about the district's own phones and addresses: hashes of those in its sender's signature. */
import type { ExtractedMessage, Finding } from '../../detectors/detector.ts';
import type { ReadStudents } from '../../detectors/shared/evidence/read-students.ts';
import { signatureLocators } from '../../detectors/shared/evidence/signature-locators.ts';
import type { Directory } from '../directory/directory.ts';
import { locatorHash, senderHash } from '../directory/signature-set.ts';
import { domainOf } from '../message/envelope.ts';
import type { MessageOrigin } from '../message/message-origin.ts';
import { readSender, senderPerson } from '../message/sender-person.ts';

/** Keyed hashes. */
export interface LearntSignature {
  readonly sender: Uint8Array;
  readonly locators: readonly Uint8Array[];
}

export interface ScannedMessage {
  readonly message: ExtractedMessage;
  readonly findings: readonly Finding[];
  readonly origin: MessageOrigin;
  /** What the detectors have read is not read again. */
  readonly readStudents: ReadStudents;
}

/** @returns undefined where the message teaches nothing */
export function learnSignature(
  { message, findings, origin, readStudents }: ScannedMessage,
  directory: Directory,
  key: Uint8Array,
): LearntSignature | undefined {
  const sender = signerOf(message, origin, directory);
  if (sender === undefined) return undefined;
  const { views } = readStudents(message).context.weighed;
  const locators = signatureLocators(message, views, directory, findings).map((one) => locatorHash(key, one));
  return locators.length > 0 ? { sender: senderHash(key, sender), locators } : undefined;
}

/**
 * A member of the staff who has written the message. With a roster only people whom it, or the configuration, knows as staff are
 * counted, each once whatever addresses they have: a second mailbox is easy to come by.
 */
function signerOf(message: ExtractedMessage, origin: MessageOrigin, directory: Directory): string | undefined {
  const { person, form } = readSender(message.sender);
  if (form !== 'plain' || origin.author !== undefined || origin.automatic !== undefined) return undefined;
  const domain = domainOf(person);
  if (!directory.isDistrictDomain(domain) || directory.isStudentDomain(domain)) return undefined;
  const sender = person.toLowerCase();
  if (message.from === undefined || senderPerson(message.from.address).toLowerCase() !== sender) return undefined;
  if (!directory.hasRoster) return sender;
  const [known] = directory.peopleByEmail(sender).filter(({ staff }) => staff);
  return known && (known.emails[0] ?? known.id);
}
