/** What a process that scans needs beside its storage: the scan workers, the active roster, and the active exceptions. */
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { dayIn, openDirectory, schoolsOf } from '../directory/directory.ts';
import { followRoster } from '../directory/follow-roster.ts';
import { importAtStart } from '../directory/import-roster.ts';
import type { Metrics } from '../log/metrics.ts';
import { pictureModelState } from '../ocr/classifier/picture-model-file.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { startSignatureLearning, type SignatureLearning } from '../pipeline/signature-learning.ts';
import { followExceptions } from '../store/review/follow-exceptions.ts';
import type { Exceptions } from '../store/review/exceptions.ts';
import type { RosterStore } from '../store/rosters.ts';
import type { SignatureStore } from '../store/signature-locators.ts';
import { createScanPool, type ScanPool } from '../workers/scan-pool.ts';
import type { SharedRoster } from '../workers/scan-settings.ts';
import type { Lifecycle } from './lifecycle.ts';

export type Scanning = Pick<PipelineParts, 'scanPool' | 'recipientFacts' | 'assessmentContext' | 'signatures'>;

/** Starts the workers, which load while the database starts. */
export function startScanPool(config: Config, { started }: Lifecycle): ScanPool {
  const pool = started(createScanPool({ ...config, roster: undefined, waits: true }), (running) => running.close());
  pool.ready().catch(() => undefined); // startScanning() awaits it and reports the error
  return pool;
}

export interface ScanningParts {
  readonly config: Config;
  readonly log: Logger;
  readonly scanPool: ScanPool;
  readonly rosters: RosterStore;
  readonly exceptions: Pick<Exceptions, 'active'>;
  readonly signatures: SignatureStore;
  readonly metrics: Pick<Metrics, 'signatureLocators'>;
}

/** @throws HallpassError where the workers, the roster or the exceptions cannot be loaded */
export async function startScanning(parts: ScanningParts, { started, onError }: Lifecycle): Promise<Scanning> {
  const { config, log, scanPool, rosters } = parts;
  await scanPool.ready();
  const { state, detail } = scanPool.reader.status();
  if (state === 'missing' || state === 'failed')
    log.warn({ reader: state, ...(detail !== undefined && { detail }) }, 'conduct is found by rules alone');
  const pictureModel = pictureModelState(config.scan.pictureClassifier);
  if (pictureModel === 'missing' || pictureModel === 'failed')
    log.warn({ pictureModel }, 'pictures are not looked at: each is picture-not-judged');
  let directory = openDirectory(undefined, config);
  await importAtStart(rosters, config, log);
  const onRoster = (roster: SharedRoster): void => {
    directory = openDirectory(roster.image, config);
    scanPool.useRoster(roster);
    log.info({ roster: roster.version, people: directory.size }, 'roster active');
  };
  started(await followRoster({ rosters, config, onRoster, onError: onError('roster') }), (follower) => follower.stop());
  const exceptions = started(await followExceptions(parts.exceptions, onError('exceptions')), (follower) =>
    follower.stop(),
  );
  const signatures = config.directory.learnSignatures
    ? started(await learnSignatures(parts, onError('signatures')), (learning) => learning.stop())
    : undefined;
  return {
    scanPool,
    signatures,
    recipientFacts: (address) => directory.recipientFacts(address),
    assessmentContext: (students, sender) => ({
      schools: schoolsOf(directory, students, sender),
      senderGroups: directory.groupsOf(sender),
      exceptions: exceptions.at(new Date()),
    }),
  };
}

function learnSignatures(
  { config, signatures, metrics }: ScanningParts,
  onError: (error: unknown) => void,
): Promise<SignatureLearning> {
  const day = dayIn(config.district.timeZone);
  return startSignatureLearning({ signatures, metrics, today: () => day(new Date()), onError });
}

/** For a process that does not scan. */
export function withoutScanning(config: Config): Scanning {
  const directory = openDirectory(undefined, config);
  return {
    scanPool: { run: () => Promise.reject(new Error('this process does not scan')) },
    recipientFacts: (address) => directory.recipientFacts(address),
    assessmentContext: () => ({ schools: [], exceptions: [] }),
  };
}
