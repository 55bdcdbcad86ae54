/** In which order waiting tasks get a worker. */
import { describe, expect, it } from '@jest/globals';
import { createTaskOrder, type TaskOrder } from './task-order.ts';

interface Task {
  readonly name: string;
  readonly large: boolean;
}

const small = (name: string): Task => ({ name, large: false });
const large = (name: string): Task => ({ name, large: true });
const share = (sender: string, bytes = 4000): { sender: string; bytes: number } => ({ sender, bytes });
const names = (order: TaskOrder<Task>, count: number): (string | undefined)[] =>
  Array.from({ length: count }, () => order.take()?.name);

describe('task order', () => {
  it('goes round among senders', () => {
    const order = createTaskOrder<Task>(1);
    for (const n of [1, 2, 3]) order.add(small(`a${n}`), share('a'));
    for (const n of [1, 2]) order.add(small(`b${n}`), share('b'));
    expect(names(order, 5)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('keeps one of two workers for small tasks', () => {
    const order = createTaskOrder<Task>(2);
    const first = large('l1');
    order.add(first, share('a', 9_000_000));
    order.add(large('l2'), share('b', 9_000_000));
    expect(names(order, 2)).toEqual(['l1', undefined]);
    order.add(small('s1'), share('c'));
    expect(names(order, 2)).toEqual(['s1', undefined]);
    order.ended(first);
    expect(names(order, 1)).toEqual(['l2']);
  });

  it('runs large tasks on a single worker, too', () => {
    const order = createTaskOrder<Task>(1);
    order.add(large('l1'), share('a', 9_000_000));
    order.add(small('s1'), share('b'));
    expect(names(order, 2)).toEqual(['s1', 'l1']);
  });

  it('gives back what waits when it is cleared', () => {
    const order = createTaskOrder<Task>(1);
    order.add(small('s1'), undefined);
    order.add(large('l1'), undefined);
    expect(order.clear().map(({ name }) => name)).toEqual(['s1', 'l1']);
    expect(order.size).toBe(0);
  });
});
