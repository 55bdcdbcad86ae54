/** What is known about the next hops: whether they take mail, or why not, from the last attempt or probe. */
import { codeOf } from '../../errors/hallpass-error.ts';

/** `unknown`: nothing was sent yet. Each of the others but `up` has an error code `deliver.hop-…` with its meaning. */
export const hopConditions = [
  'up',
  'unknown',
  'slow',
  'refused',
  'login',
  'certificate',
  'tls',
  'dns',
  'down',
] as const;
export type HopCondition = (typeof hopConditions)[number];

/** Of a connection without a message. */
export interface HopProbe {
  /** Whether it takes mail, be it slowly. */
  readonly works: boolean;
  readonly condition: HopCondition;
}

export interface HopState {
  /** `host:port` */
  readonly hop: string;
  readonly condition: HopCondition;
  /** Since when it is so. */
  readonly since: Date;
  /** Of the last attempt or probe. */
  readonly checkedAt: Date;
}

export interface HopStates {
  report(hop: string, condition: HopCondition): void;
  /** In the order in which they were first named. */
  all(): readonly HopState[];
}

/** @param onChange gets each change of a condition, `unknown` aside */
export function createHopStates(onChange: (state: HopState) => void, now: () => Date = () => new Date()): HopStates {
  const states = new Map<string, HopState>();
  return {
    report(hop, condition) {
      const at = now();
      const before = states.get(hop);
      const same = before?.condition === condition;
      const state: HopState = { hop, condition, since: same ? before.since : at, checkedAt: at };
      states.set(hop, state);
      if (!same && condition !== 'unknown') onChange(state);
    },
    all: () => [...states.values()],
  };
}

/** The worst condition: what a process says of its delivery as a whole. One hop that takes mail is enough. */
export function deliveryCondition(states: readonly HopState[]): HopCondition | undefined {
  const conditions = states.map(({ condition }) => condition);
  return hopConditions.find((condition) => conditions.includes(condition));
}

interface Fault {
  readonly code?: string;
  readonly command?: string;
  readonly message?: string;
  readonly responseCode?: number;
}

/** Why a hop could not be used, by nodemailer's error. @param fault of the session, not about a message */
export function conditionOf(fault: Fault): HopCondition {
  const text = fault.message ?? '';
  if (fault.code === 'EDNS' || /\b(?:ENOTFOUND|EAI_AGAIN|EAI_FAIL|ENODATA|ESERVFAIL)\b/.test(text)) return 'dns';
  if (/certificate|self[- ]signed|altnames|unable to verify|CERT_/i.test(text)) return 'certificate';
  if (fault.code === 'EAUTH' || fault.code === 'ENOAUTH' || fault.command?.startsWith('AUTH')) return 'login';
  if (fault.code === 'ETLS' || fault.command === 'STARTTLS' || /\bSSL|\bTLS/.test(text)) return 'tls';
  if (fault.responseCode !== undefined) return 'refused';
  if (codeOf(fault) === 'ETIMEDOUT' && !/^connection timeout/i.test(text)) return 'slow';
  return 'down';
}
