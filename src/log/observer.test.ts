/** Steps of messages for traces: what was done stays done, whatever is said of it. */
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { newMessageId } from '../message/message-id.ts';
import type { StepOfMessage } from '../telemetry/span.ts';
import { createMetrics } from './metrics.ts';
import { createObserver } from './observer.ts';

const id = newMessageId();

function observing() {
  const steps: StepOfMessage[] = [];
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  return { observer: createObserver(log, createMetrics(), { record: (step) => void steps.push(step) }), steps, lines };
}

it('records what a step says of its result, or the code of its error', async () => {
  const { observer, steps } = observing();
  expect(
    await observer.step(
      'scan',
      id,
      () => Promise.resolve(3),
      (count) => ({ count }),
    ),
  ).toBe(3);
  await expect(
    observer.step(
      'deliver',
      id,
      () => Promise.reject(new Error('x')),
      () => ({}),
    ),
  ).rejects.toThrow('x');
  expect(
    steps.map(({ name, attributes }) => [name, attributes['count'], attributes['error.type'] !== undefined]),
  ).toEqual([
    ['scan', 3, false],
    ['deliver', undefined, true],
  ]);
});

it('does not fail a step that cannot be described: its caller would do it again', async () => {
  const { observer, steps, lines } = observing();
  const describe = (): never => {
    throw new Error('Marmalade');
  };
  expect(await observer.step('deliver', id, () => Promise.resolve('taken'), describe)).toBe('taken');
  expect(steps).toEqual([]);
  expect(lines.join('')).toContain('could not be described');
  expect(lines.join('')).not.toContain('Marmalade');
});
