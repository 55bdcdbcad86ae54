/** The fitted model that judges the cases of rules and models together, and how sure it has to be. */
import type { Finding } from '../../detector.ts';
import type { JointCase } from './joint.ts';
import { openTreeModel, type TreeModel, type TreeModelData } from './tree-model.ts';

/** How sure a finding has to be. */
export interface LeastScores {
  /** Where a rule speaks for it. */
  readonly byRules: number;
  /** Where the models find it alone, by code; codes that are not named ask for no more. */
  readonly alone: Readonly<Record<string, number>>;
  /** Where they find it alone and its student is not on the roster, by code or else by `other`: ordinary mail is full of names. */
  readonly strangers: Readonly<Record<string, number>> & { readonly other: number };
}

export interface JointModelData extends TreeModelData {
  readonly least: LeastScores;
}

export interface JointModel {
  readonly trees: TreeModel;
  readonly least: LeastScores;
}

export function openJointModel(data: JointModelData): JointModel {
  return { trees: openTreeModel(data), least: data.least };
}

/** Findings that reach the least score, theirs or the one given, whichever is higher. Both kinds of evidence are named. */
export function jointFindings(cases: readonly JointCase[], { trees, least }: JointModel, minScore: number): Finding[] {
  const { strangers } = least;
  return cases.flatMap(({ rule, pair, values }): Finding[] => {
    const score = trees.probability(values);
    const { code, subject } = rule ?? pair!;
    const stranger = rule === undefined && subject?.id === undefined ? (strangers[code] ?? strangers.other) : 0;
    const asked = rule ? least.byRules : (least.alone[code] ?? 0);
    if (score < Math.max(minScore, asked, stranger)) return [];
    const rounded = Math.min(0.99, Math.round(100 * score) / 100);
    if (!rule) return [pair!.toFinding(rounded)];
    return [{ ...rule, score: rounded, because: [...rule.because, ...(pair?.evidence().slice(0, 3) ?? [])] }];
  });
}
