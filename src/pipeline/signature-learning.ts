/** Learns the district's own phones and addresses from its senders' signatures: what scans are to look at, and what they have found. */
import type { Metrics } from '../log/metrics.ts';
import { packHashes, type SignatureSet } from '../directory/signature-set.ts';
import type { SignatureSeen, SignatureStore } from '../store/signature-locators.ts';
import { poll, type Poll } from '../timing/poll.ts';
import type { LearntSignature } from '../workers/learn-signature.ts';
import type { ScanRequest } from '../workers/scan-result.ts';

/** What is learnt counts in all processes after these times, in milliseconds. */
const WRITE_MS = 10_000;
const LOOK_MS = 60_000;
/** Messages of a sender that are read for a signature on a day: the next ones have the same. */
const READ_A_DAY = 3;
const MOST_SENDERS = 50_000;
/** While the database is away. */
const MOST_WAITING = 20_000;

export interface SignatureLearning extends Poll {
  /** What the scan of a message needs. Counts the message. */
  forScan(sender: string): ScanRequest['signatures'];
  /** Of a message that is delivered. Returns at once; it is written with others. */
  learn(signature: LearntSignature): void;
}

export interface LearningParts {
  readonly signatures: SignatureStore;
  /** ISO date where the district is. */
  readonly today: () => string;
  readonly metrics: Pick<Metrics, 'signatureLocators'>;
  readonly onError: (error: unknown) => void;
}

/** @throws where what is learnt cannot be read */
export async function startSignatureLearning(parts: LearningParts): Promise<SignatureLearning> {
  const { signatures, today, metrics, onError } = parts;
  const notes = createDayNotes(today);
  let set: SignatureSet = { version: 0, keys: signatures.hashKeys, hashes: packHashes([]) };
  const look = async (): Promise<void> => {
    const hashes = packHashes(await signatures.learnt(today()));
    metrics.signatureLocators.set(hashes.byteLength / hashBytes);
    if (Buffer.from(hashes).equals(Buffer.from(set.hashes))) return;
    set = { ...set, version: set.version + 1, hashes };
  };
  const write = async (): Promise<void> => {
    const waiting = notes.take();
    await signatures.record(waiting).catch((error: unknown) => {
      notes.giveBack(waiting);
      throw error;
    });
  };
  const looking = await poll(look, { everyMs: LOOK_MS, onError });
  const writing = await poll(write, { everyMs: WRITE_MS, onError });
  return {
    forScan: (sender) => ({ set, learn: notes.isRead(sender) }),
    learn: (signature) => notes.add(signature),
    async stop() {
      await looking.stop();
      await writing.stop();
      await write().catch(onError);
    },
  };
}
const hashBytes = 16;

/** What is known of a day already, so that it is neither read nor written again. */
function createDayNotes(today: () => string) {
  let day = '';
  const read = new Map<string, number>();
  const noted = new Set<string>();
  let waiting: SignatureSeen[] = [];
  const startDay = (): void => {
    const now = today();
    if (now === day) return;
    day = now;
    read.clear();
    noted.clear();
  };
  return {
    isRead(sender: string): boolean {
      startDay();
      const count = read.get(sender) ?? 0;
      if (count >= READ_A_DAY || (count === 0 && read.size >= MOST_SENDERS)) return false;
      read.set(sender, count + 1);
      return true;
    },
    add({ sender, locators }: LearntSignature): void {
      startDay();
      for (const locator of locators) {
        const name = Buffer.concat([sender, locator]).toString('latin1');
        if (noted.has(name) || waiting.length >= MOST_WAITING) continue;
        noted.add(name);
        waiting.push({ sender, locator, day });
      }
    },
    take(): readonly SignatureSeen[] {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    giveBack(taken: readonly SignatureSeen[]): void {
      waiting = [...taken, ...waiting].slice(0, MOST_WAITING);
    },
  };
}
