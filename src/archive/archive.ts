/** What an archive is: it takes copies of messages, each under the id of its message. */
import type { MessageId } from '../message/message-id.ts';

export interface ArchivedMessage {
  readonly id: MessageId;
  readonly receivedAt: Date;
  /** Envelope sender; empty for the null sender. */
  readonly sender: string;
  /** All recipients of the envelope. */
  readonly recipients: readonly string[];
  /** The message as it arrived, byte for byte. */
  readonly raw: Buffer;
  /** Action of the verdict; null where the copy does not wait for it. */
  readonly action: string | null;
}

export interface Archive {
  readonly name: string;
  /**
   * Puts a copy there. A copy that is put there again takes the place of the first one, where the archive allows that.
   *
   * @returns what the archive replied; null where it says nothing
   * @throws HallpassError archive.not-reached, archive.refused, archive.differs; ArchiveRefusal with the reply
   */
  put(message: ArchivedMessage): Promise<string | null>;
  close(): void;
}
