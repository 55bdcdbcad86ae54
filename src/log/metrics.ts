/** The numbers behind /metrics (Prometheus): counts and durations by stage, labelled with codes and never with people. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Action } from '../decide/verdict.ts';

export interface Metrics {
  /** `registry.metrics()` is the text of /metrics, `registry.contentType` its type. */
  readonly registry: Registry;
  readonly received: Counter;
  /** By error code: `receive.relay-denied`. */
  readonly refused: Counter<'code'>;
  readonly verdicts: Counter<'action'>;
  /** By result for one recipient: `delivered`, `deferred`, `failed`. */
  readonly deliveries: Counter<'result'>;
  /** Seconds that a message spent in a stage. */
  readonly stageSeconds: Histogram<'stage'>;
  /** Messages by state as the database counts them; the caller sets it before it reads the registry. */
  readonly waiting: Gauge<'state'>;
  /** 1 for the condition that holds, 0 for the others; the caller sets it as `waiting`. */
  readonly nextHop: Gauge<'hop' | 'condition'>;
  /** Seconds since the oldest message in a state was accepted; 0 where there is none. */
  readonly oldest: Gauge<'state'>;
  /** Open alerts by kind; the caller sets it as `waiting`. */
  readonly alerts: Gauge<'kind'>;
  /** Bytes that wait to be scanned and to be delivered. */
  readonly backlogBytes: Gauge<'stage'>;
  /** 1 while no mail is accepted because too much waits in a stage. */
  readonly backlogFull: Gauge<'stage'>;
  /** Phones and addresses that are learnt from signatures, as this process knows them. */
  readonly signatureLocators: Gauge;
  /** Spans for the trace collector, by result: `sent`, `dropped`. */
  readonly traceSpans: Counter<'result'>;
  /** When the active roster was imported, in seconds since 1970; 0 where there is none. The caller sets it as `waiting`. */
  readonly rosterImported: Gauge;
  /** 1 where the last export or run of a source was not imported. */
  readonly rosterSyncFailing: Gauge<'source'>;
  /** Copies for archives, by result: `made`, `failed`. */
  readonly archiveCopies: Counter<'archive' | 'result'>;
  /** Copies that wait; the caller sets it as `waiting`, and the two below. */
  readonly archiveWaiting: Gauge<'archive'>;
  /** Seconds since the oldest copy that waits was called for. */
  readonly archiveOldest: Gauge<'archive'>;
  /** 1 where the last attempt failed. */
  readonly archiveFailing: Gauge<'archive'>;
  /** By code, without the detector: `detector-failed`. */
  readonly scanFailures: Counter<'code'>;
}

const actions: readonly Action[] = ['deliver', 'warn', 'quarantine', 'bounce'];

/** Creates a separate registry for each call, so that several gateways can run in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const metrics: Metrics = {
    registry,
    received: new Counter({
      name: 'hallpass_messages_received_total',
      help: 'Messages accepted with a 250.',
      registers,
    }),
    refused: new Counter({
      name: 'hallpass_smtp_refused_total',
      help: 'SMTP commands and messages refused, by error code.',
      labelNames: ['code'],
      registers,
    }),
    verdicts: new Counter({
      name: 'hallpass_verdicts_total',
      help: 'Verdicts, by action.',
      labelNames: ['action'],
      registers,
    }),
    deliveries: new Counter({
      name: 'hallpass_deliveries_total',
      help: 'Delivery attempts for one recipient, by result.',
      labelNames: ['result'],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'hallpass_stage_seconds',
      help: 'Seconds that a message spent in a stage.',
      labelNames: ['stage'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    ...createGauges(registers),
    ...createArchiveMetrics(registers),
    ...createRosterMetrics(registers),
    traceSpans: new Counter({
      name: 'hallpass_trace_spans_total',
      help: 'Spans for the trace collector, by result.',
      labelNames: ['result'],
      registers,
    }),
    scanFailures: new Counter({
      name: 'hallpass_scan_failures_total',
      help: 'Scans that did not end well, by code.',
      labelNames: ['code'],
      registers,
    }),
  };
  // A series that exists from the start shows its first event as an increase.
  for (const action of actions) metrics.verdicts.inc({ action }, 0);
  return metrics;
}

type RosterMetrics = Pick<Metrics, 'rosterImported' | 'rosterSyncFailing'>;

function createRosterMetrics(registers: Registry[]): RosterMetrics {
  return {
    rosterImported: new Gauge({
      name: 'hallpass_roster_imported_timestamp_seconds',
      help: 'When the active roster was imported, in seconds since 1970; 0 where there is none.',
      registers,
    }),
    rosterSyncFailing: new Gauge({
      name: 'hallpass_roster_sync_failing',
      help: '1 where the last export of the folder, or the last run of the consumer, was not imported.',
      labelNames: ['source'],
      registers,
    }),
  };
}

type ArchiveMetrics = Pick<Metrics, 'archiveCopies' | 'archiveWaiting' | 'archiveOldest' | 'archiveFailing'>;

function createArchiveMetrics(registers: Registry[]): ArchiveMetrics {
  return {
    archiveCopies: new Counter({
      name: 'hallpass_archive_copies_total',
      help: 'Attempts to make a copy for an archive, by result.',
      labelNames: ['archive', 'result'],
      registers,
    }),
    archiveWaiting: new Gauge({
      name: 'hallpass_archive_waiting',
      help: 'Copies that wait to be made, by archive.',
      labelNames: ['archive'],
      registers,
    }),
    archiveOldest: new Gauge({
      name: 'hallpass_archive_oldest_waiting_seconds',
      help: 'Seconds since the oldest copy that waits was called for, by archive.',
      labelNames: ['archive'],
      registers,
    }),
    archiveFailing: new Gauge({
      name: 'hallpass_archive_failing',
      help: '1 where the last attempt to make a copy failed, by archive.',
      labelNames: ['archive'],
      registers,
    }),
  };
}

type Gauges = Pick<
  Metrics,
  'waiting' | 'nextHop' | 'oldest' | 'alerts' | 'backlogBytes' | 'backlogFull' | 'signatureLocators'
>;

/** What is true now; the caller sets them before it reads the registry. */
function createGauges(registers: Registry[]): Gauges {
  return {
    waiting: new Gauge({
      name: 'hallpass_messages_waiting',
      help: 'Messages in the store, by state.',
      labelNames: ['state'],
      registers,
    }),
    nextHop: new Gauge({
      name: 'hallpass_next_hop',
      help: 'Next hops by condition: 1 where it holds, from the last attempt or probe of this process.',
      labelNames: ['hop', 'condition'],
      registers,
    }),
    oldest: new Gauge({
      name: 'hallpass_oldest_waiting_seconds',
      help: 'Seconds since the oldest unfinished message was accepted, by state.',
      labelNames: ['state'],
      registers,
    }),
    alerts: new Gauge({
      name: 'hallpass_alerts',
      help: 'Open alerts, by kind.',
      labelNames: ['kind'],
      registers,
    }),
    backlogBytes: new Gauge({
      name: 'hallpass_backlog_bytes',
      help: 'Bytes of the messages that wait to be scanned and to be delivered.',
      labelNames: ['stage'],
      registers,
    }),
    backlogFull: new Gauge({
      name: 'hallpass_backlog_full',
      help: '1 while clients are asked to come again because too much waits to be scanned or delivered.',
      labelNames: ['stage'],
      registers,
    }),
    signatureLocators: new Gauge({
      name: 'hallpass_signature_locators',
      help: 'Phones and addresses that count as the district’s own because several senders have them in their signatures.',
      registers,
    }),
  };
}
