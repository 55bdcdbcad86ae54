/** Runs a policy pack over stored decision inputs and compares the actions: behind `hallpass replay`. Pure. */
import { decide } from './decide.ts';
import type { PolicyPack } from './pack-schema.ts';
import { actions, countedRules, type Action, type DecisionInput, type MatchedRule, type Verdict } from './verdict.ts';

/** A message with its stored verdict. */
export interface PastVerdict {
  readonly id: string;
  readonly input: DecisionInput;
  readonly verdict: Verdict;
}

export interface Change {
  readonly id: string;
  readonly from: Action;
  readonly to: Action;
  /** Rules that count under one of the two only. */
  readonly added: readonly string[];
  readonly dropped: readonly string[];
}

export interface ReplayReport {
  readonly pack: { readonly name: string; readonly title: string; readonly version: number; readonly hash: string };
  readonly messages: number;
  /** Messages whose action would change. */
  readonly changed: number;
  /** From mildest to strictest. */
  readonly actions: readonly { readonly from: Action; readonly to: Action; readonly messages: number }[];
  /** Messages for which a rule counted then and would count now, by id; rules of both packs that counted at all. */
  readonly rules: readonly { readonly id: string; readonly before: number; readonly after: number }[];
  /** Messages that were decided while rules were in monitor mode. */
  readonly monitored: number;
}

export interface Replay {
  /** The change, where the action would be different. */
  add(past: PastVerdict): Change | undefined;
  report(): ReplayReport;
}

/** @param asIfActing rules in monitor mode count on both sides: for a trial run, in which everything was delivered */
export function createReplay(pack: PolicyPack, asIfActing: boolean): Replay {
  const moves = new Map<string, number>();
  const rules = new Map<string, { before: number; after: number }>();
  let [messages, changed, monitored] = [0, 0, 0];
  const count = (ids: ReadonlySet<string>, side: 'before' | 'after'): void => {
    for (const id of ids) {
      const counts = rules.get(id) ?? { before: 0, after: 0 };
      counts[side] += 1;
      rules.set(id, counts);
    }
  };
  return {
    add({ id, input, verdict }) {
      const now = decide(input, pack);
      const [before, after] = [idsOf(countedRules(verdict, asIfActing)), idsOf(countedRules(now, asIfActing))];
      const [from, to] = [actionOf(verdict, asIfActing), actionOf(now, asIfActing)];
      messages += 1;
      if (verdict.rules.some((rule) => rule.monitor)) monitored += 1;
      count(before, 'before');
      count(after, 'after');
      if (from === to) return undefined;
      changed += 1;
      moves.set(`${from} ${to}`, (moves.get(`${from} ${to}`) ?? 0) + 1);
      return { id, from, to, added: without(after, before), dropped: without(before, after) };
    },
    report() {
      const { name, title, version, hash } = pack;
      const table = actions.flatMap((from) =>
        actions.flatMap((to) => {
          const moved = moves.get(`${from} ${to}`);
          return moved === undefined ? [] : [{ from, to, messages: moved }];
        }),
      );
      const byRule = [...rules].map(([id, counts]) => ({ id, ...counts })).sort((a, b) => (a.id < b.id ? -1 : 1));
      return { pack: { name, title, version, hash }, messages, changed, actions: table, rules: byRule, monitored };
    },
  };
}

const idsOf = (rules: readonly MatchedRule[]): Set<string> => new Set(rules.map(({ id }) => id));

const actionOf = ({ action, monitored }: Verdict, asIfActing: boolean): Action => (asIfActing ? monitored : action);

const without = (ids: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...ids].filter((id) => !others.has(id)).sort();
