/** The detect stage: loads the detectors once, runs them all on a message, and turns every fault of one into a failure. */
import { pathToFileURL } from 'node:url';
import { isAbsolute, resolve } from 'node:path';
import type { z } from 'zod';
import type { Detector, Detect, DetectorServices, ExtractedMessage, Finding } from '../../detectors/detector.ts';
import { detectorIds, loadRegistry } from '../../detectors/registry.ts';
import { knownCodes } from '../../detectors/words.ts';
import type { Config } from '../config/schema.ts';
import type { ScanFailure } from '../decide/verdict.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { limitFindings } from './finding-limit.ts';
import { contractBreach } from './finding-contract.ts';
import type { DetectedFinding } from './detected-finding.ts';
import { compilePhrases } from '../../detectors/shared/text/joint-phrases.ts';
import { headersPart, visibleRecipientText } from '../../detectors/shared/people/visible-recipients.ts';

export interface Detected {
  readonly findings: readonly DetectedFinding[];
  /** How many more there were, which say less than those that were kept. */
  readonly leftOut: number;
  readonly failures: readonly ScanFailure[];
}

export interface LoadedDetectors {
  /** Ids of the detectors that run, in order. */
  readonly ids: readonly string[];
  /** Runs every detector on the message. Never throws; a detector that does, or whose findings break the contract, is a failure. */
  detect(message: ExtractedMessage): Detected;
}

interface Loaded {
  readonly id: string;
  readonly codes: ReadonlySet<string>;
  readonly detect: Detect;
}

/**
 * Creates the detectors of the registry and of `config.extra` with their options, without the disabled ones.
 *
 * @param config file names in `extra` are relative to the working directory; package names are resolved as imports
 * @throws HallpassError `detectors.not-loaded` naming the module or id, `detectors.bad-options` naming detector and path
 */
export async function loadDetectors(config: Config['detectors'], services: DetectorServices): Promise<LoadedDetectors> {
  const extra = await Promise.all(config.extra.map(importDetector));
  const ids = [...detectorIds, ...extra.map((detector) => detector.meta.id)];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new HallpassError('detectors.not-loaded', `two detectors have the id ${twice}`);
  const unknown = [...config.disabled, ...Object.keys(config.options)].find((id) => !ids.includes(id));
  if (unknown !== undefined)
    throw new HallpassError('detectors.not-loaded', `there is no detector with the id ${unknown}`);

  const enabled = extra.filter((detector) => !config.disabled.includes(detector.meta.id));
  const loaded = [...(await loadRegistry(config.disabled)), ...enabled].map((detector) =>
    create(detector, config.options, services),
  );
  compilePhrases();
  return { ids: loaded.map((detector) => detector.id), detect: (message) => detectAll(loaded, message) };
}

/** Every code that the detectors may report, those of the district's own included. @throws HallpassError `detectors.not-loaded` */
export async function codesOf({ extra }: Pick<Config['detectors'], 'extra'>): Promise<string[]> {
  const own = await Promise.all(extra.map(importDetector));
  return [...knownCodes, ...own.flatMap(({ meta }) => meta.codes)];
}

async function importDetector(specifier: string): Promise<Detector> {
  const isFile = isAbsolute(specifier) || specifier.startsWith('.');
  const module = await importModule(isFile ? pathToFileURL(resolve(specifier)).href : specifier, specifier);
  const detector = (module as { default?: Partial<Detector> }).default;
  if (
    typeof detector?.create !== 'function' ||
    typeof detector.meta?.id !== 'string' ||
    !Array.isArray(detector.meta.codes) ||
    detector.options === undefined
  ) {
    throw new HallpassError('detectors.not-loaded', `${specifier} has no Detector as its default export`);
  }
  return detector as Detector;
}

async function importModule(url: string, specifier: string): Promise<unknown> {
  try {
    return await import(url);
  } catch (cause) {
    throw new HallpassError('detectors.not-loaded', `${specifier} cannot be imported`, { cause });
  }
}

function create(detector: Detector, options: Readonly<Record<string, unknown>>, services: DetectorServices): Loaded {
  const { id } = detector.meta;
  const parsed = detector.options.safeParse(options[id] ?? {});
  if (!parsed.success) throw new HallpassError('detectors.bad-options', `${id}: ${pathsOf(parsed.error)}`);
  try {
    return { id, codes: new Set(detector.meta.codes), detect: detector.create(parsed.data, services) };
  } catch (cause) {
    throw new HallpassError('detectors.not-loaded', id, { cause });
  }
}

/** Where the options are wrong and how, never with what value. */
function pathsOf(error: z.ZodError): string {
  return error.issues
    .map(
      (issue) =>
        `${issue.path.join('.') || '(options)'} ${issue.code}${issue.code === 'unrecognized_keys' ? ` ${issue.keys.join(', ')}` : ''}`,
    )
    .join('; ');
}

function detectAll(detectors: readonly Loaded[], message: ExtractedMessage): Detected {
  const findings: DetectedFinding[] = [];
  const failures: ScanFailure[] = [];
  const lengths = new Map(message.parts.map((part) => [part.id, part.text.length]));
  lengths.set(headersPart, visibleRecipientText(message).length);
  // Detectors run after one another on the same object: none may change what the next one sees.
  const frozen = freeze(message);
  for (const detector of detectors) {
    const { kept, returned } = runOne(detector, frozen, lengths);
    for (const finding of kept) findings.push(finding);
    if (returned !== kept.length) failures.push({ code: 'detector-failed', detector: detector.id });
  }
  const kept = limitFindings(findings);
  return { findings: kept, leftOut: findings.length - kept.length, failures };
}

/**
 * Runs one detector. `kept` are its findings that keep the contract: what a failed detector did find still counts, since it
 * can only make the verdict stricter. `returned` is how many there should be; -1 where it threw or returned no list.
 * Its error is dropped: the text may quote the message.
 */
function runOne({ id, codes, detect }: Loaded, message: ExtractedMessage, lengths: ReadonlyMap<string, number>) {
  const kept: DetectedFinding[] = [];
  try {
    const found: unknown = detect(message);
    if (!Array.isArray(found)) return { kept, returned: -1 };
    for (const finding of found as Finding[]) {
      if (contractBreach(finding, codes, lengths) === undefined) kept.push(plain(finding, id));
    }
    return { kept, returned: found.length };
  } catch {
    return { kept, returned: -1 };
  }
}

function freeze(message: ExtractedMessage): ExtractedMessage {
  for (const part of message.parts) Object.freeze(part);
  Object.freeze(message.parts);
  return Object.freeze(message);
}

/** A copy with the fields of the contract alone, which survives the way out of the worker. */
function plain(finding: Finding, detector: string): DetectedFinding {
  const { code, part, start, end, score, masked, because, subject } = finding;
  return {
    detector,
    code,
    part,
    start,
    end,
    score,
    masked,
    because: because.map(({ rule, context }) => ({ rule, ...(context !== undefined && { context }) })),
    ...(subject && { subject: { name: subject.name, ...(subject.id !== undefined && { id: subject.id }) } }),
  };
}
