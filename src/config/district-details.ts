/** The district as administrators entered it in the console: it counts where the configuration leaves it open. */
import { unnamedDistrict } from '../message/district-words.ts';
import type { Config } from './schema.ts';

export interface EnteredDistrict {
  readonly name: string;
  /** Null: the district cites no written policy. */
  readonly policy: {
    readonly title: string;
    readonly titleEs?: string;
    readonly link?: string;
    readonly clauses: readonly {
      readonly number: string;
      readonly numberEs?: string;
      readonly text: string;
      readonly textEs?: string;
      readonly rules: readonly string[];
    }[];
  } | null;
}

type WrittenPolicy = NonNullable<Config['district']['policy']>;

/** What the configuration itself says: the console cannot change it. */
export function fixedDetails({ name, policy }: Config['district']): { name: boolean; policy: boolean } {
  return { name: name !== unnamedDistrict, policy: policy !== undefined };
}

/** @param entered undefined where nothing was entered yet */
export function withEnteredDistrict<C extends Pick<Config, 'district'>>(
  config: C,
  entered: EnteredDistrict | undefined,
): C {
  if (entered === undefined) return config;
  const { district } = config;
  const fixed = fixedDetails(district);
  const policy = fixed.policy ? district.policy : enteredPolicy(entered);
  return {
    ...config,
    district: { ...district, ...(!fixed.name && { name: entered.name }), ...(policy !== undefined && { policy }) },
  };
}

function enteredPolicy({ policy }: EnteredDistrict): (WrittenPolicy & { isEntered: true }) | undefined {
  if (policy === null) return undefined;
  const clauses = policy.clauses.map((clause) => ({ ...clause, rules: [...clause.rules] }));
  return { ...policy, clauses, isEntered: true };
}
