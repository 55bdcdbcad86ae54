/** Settings that a running process keeps until it is started again: what it listens on, and where its storage is. */
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/schema.ts';

const sections = [
  'data',
  'database',
  'queue',
  'http',
  'publicUrl',
  'console',
  'review',
  'retention',
  'telemetry',
  'log',
] as const;
const smtpSettings = ['listen', 'listenTls'] as const;
/** Sizes of pools and buffers. */
const scanSettings = ['concurrency'] as const;
const limits = ['messageBytes', 'connections', 'recipients', 'idleTimeoutMs'] as const;

export interface Taken {
  /** The new configuration, with the present values of the settings that wait for a restart. */
  readonly config: Config;
  /** Paths of settings that have changed and wait for a restart. */
  readonly atRestart: readonly string[];
}

export function withoutRestart(present: Config, next: Config): Taken {
  const atRestart: string[] = [];
  const keep = <T extends object>(from: T, to: T, keys: readonly (keyof T & string)[], prefix = ''): T => {
    const kept = { ...to };
    for (const key of keys) {
      if (isDeepStrictEqual(from[key], to[key])) continue;
      atRestart.push(`${prefix}${key}`);
      kept[key] = from[key];
    }
    return kept;
  };
  const config = {
    ...keep(present, next, sections),
    scan: keep(present.scan, next.scan, scanSettings, 'scan.'),
    smtp: {
      ...keep(present.smtp, next.smtp, smtpSettings, 'smtp.'),
      limits: keep(present.smtp.limits, next.smtp.limits, limits, 'smtp.limits.'),
    },
  };
  return { config, atRestart };
}
