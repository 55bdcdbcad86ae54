/** The state machine: from every state a message can reach an end, ends stay ends, and nothing comes back from being held. */
import { describe, expect, it } from '@jest/globals';
import { isFinal, mayBecome, messageStates, type MessageState } from './states.ts';

const next = (state: MessageState): MessageState[] => messageStates.filter((other) => mayBecome(state, other));

function reachable(from: MessageState): Set<MessageState> {
  const found = new Set<MessageState>();
  const visit = (state: MessageState): void => {
    for (const other of next(state)) {
      if (found.has(other)) continue;
      found.add(other);
      visit(other);
    }
  };
  visit(from);
  return found;
}

describe('the states of a message', () => {
  it('all come from received, and all but the ends lead to one', () => {
    expect([...reachable('received'), 'received'].sort()).toEqual(expect.arrayContaining([...messageStates].sort()));
    for (const state of messageStates.filter((one) => !isFinal(one)))
      expect([state, [...reachable(state)].some(isFinal)]).toEqual([state, true]);
  });

  it('delivered, failed, bounced and cancelled are the ends', () => {
    expect(messageStates.filter(isFinal)).toEqual(['delivered', 'failed', 'bounced', 'cancelled']);
    for (const state of messageStates.filter(isFinal)) expect(next(state)).toEqual([]);
  });

  it('nothing is delivered that was not judged, and what was decided on is not judged again', () => {
    expect(messageStates.filter((state) => mayBecome(state, 'delivered'))).toEqual(['delivering']);
    expect(messageStates.filter((state) => mayBecome(state, 'delivering'))).toEqual([
      'scanning',
      'delivering',
      'warned',
      'quarantined',
    ]);
    for (const state of ['delivering', 'warned', 'quarantined'] as const)
      expect([state, reachable(state).has('scanning')]).toEqual([state, false]);
  });

  it('only a sender cancels', () => {
    expect(messageStates.filter((state) => mayBecome(state, 'cancelled'))).toEqual(['warned', 'quarantined']);
  });
});
