/** What the spans of a message say, with the attribute names of OpenTelemetry where it has one: codes, counts and hosts only. */
import type { AttemptResult } from '../act/deliver/attempt.ts';
import type { NewMessage } from '../store/change.ts';
import type { Attributes } from '../telemetry/span.ts';
import { countedRules, type Verdict } from '../decide/verdict.ts';
import type { MessageScan } from './scan-message.ts';

export function receiveAttributes({ raw, envelope }: Pick<NewMessage, 'raw' | 'envelope'>): Attributes {
  return {
    'messaging.operation.type': 'receive',
    'network.protocol.name': 'smtp',
    'messaging.message.envelope.size': raw.length,
    'hallpass.recipients': envelope.recipients.length,
  };
}

/** @param scan undefined where it is tried once more */
export function scanAttributes(scan: MessageScan | undefined): Attributes {
  const failure = scan === undefined ? 'retry' : scan.failures[0]?.code;
  return {
    'hallpass.findings': scan?.findings.length,
    'hallpass.unread': scan?.unread.length,
    'error.type': failure === undefined ? undefined : `scan.${failure}`,
  };
}

export function decideAttributes(verdict: Verdict): Attributes {
  return {
    'hallpass.action': verdict.action,
    'hallpass.action.monitored': verdict.monitored,
    'hallpass.codes': verdict.codes,
    'hallpass.rules': countedRules(verdict).map(({ id }) => id),
  };
}

export function deliverAttributes(results: readonly AttemptResult[]): Attributes {
  const remote = results.find((result) => result.remote !== undefined)?.remote;
  const [, host = remote, port] = /^(.*):(\d{1,5})$/.exec(remote ?? '') ?? [];
  const count = (outcome: AttemptResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    'messaging.operation.type': 'send',
    'network.protocol.name': 'smtp',
    'server.address': host,
    'server.port': port === undefined ? undefined : Number(port),
    'hallpass.delivered': count('delivered'),
    'hallpass.deferred': count('deferred'),
    'hallpass.failed': count('failed'),
    'hallpass.smtp.statuses': [...new Set(results.map(({ status }) => status))],
    'error.type': results.find(({ outcome }) => outcome !== 'delivered')?.status,
  };
}
