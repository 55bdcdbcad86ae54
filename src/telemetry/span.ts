/** Spans of a message's way, in the terms of OpenTelemetry. They have ids, codes, counts and hosts; never content, subjects or addresses of people. */
import { createHash, randomBytes } from 'node:crypto';
import type { MessageId } from '../message/message-id.ts';

export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** Steps of the way, in their order. */
export type SpanName = 'receive' | 'scan' | 'decide' | 'act' | 'deliver';

export interface Span {
  /** 16 bytes, hex. */
  readonly traceId: string;
  /** 8 bytes, hex. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: SpanName;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly failed: boolean;
}

export interface StepOfMessage {
  readonly messageId: MessageId;
  readonly name: SpanName;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
}

/**
 * A message is one trace: its id is the trace id, so that processes agree without passing anything on. The first span,
 * `receive`, is the parent of the others, which may come days later.
 */
export function spanOf({ messageId, name, startMs, endMs, attributes }: StepOfMessage): Span {
  const traceId = messageId.replaceAll('-', '');
  const root = createHash('sha256').update(traceId).digest('hex').slice(0, 16);
  const place = name === 'receive' ? { spanId: root } : { spanId: randomBytes(8).toString('hex'), parentSpanId: root };
  return {
    traceId,
    ...place,
    name,
    startMs,
    endMs: Math.max(startMs, endMs),
    attributes: { 'messaging.message.id': messageId, ...attributes },
    failed: attributes['error.type'] !== undefined,
  };
}

/** The same messages in every process: by the random end of the id, as ids begin with the time. */
export function isSampled(messageId: MessageId, ratio: number): boolean {
  return Number.parseInt(messageId.replaceAll('-', '').slice(-12), 16) < ratio * 2 ** 48;
}
