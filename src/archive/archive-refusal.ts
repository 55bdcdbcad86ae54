/** The failure of an archive to take a copy, with its reply. */
import { HallpassError } from '../errors/hallpass-error.ts';

export class ArchiveRefusal extends HallpassError {
  /** For administrators: it may name addresses, so that it is kept with the copy and never logged. */
  readonly reply: string;

  constructor(code: 'archive.not-reached' | 'archive.refused' | 'archive.differs', reply: string, cause?: unknown) {
    super(code, undefined, cause === undefined ? undefined : { cause });
    this.reply = reply;
  }
}
