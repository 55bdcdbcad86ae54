/** What the form of the district holds while it is filled in, and what it sends. */
import type { District, WrittenPolicy } from '../../contract/district.ts';

export interface ClauseDraft {
  readonly number: string;
  readonly numberEs: string;
  readonly text: string;
  readonly textEs: string;
  readonly rules: readonly string[];
}

export interface DistrictDraft {
  readonly name: string;
  /** Undefined until the question is answered. */
  readonly hasPolicy: boolean | undefined;
  readonly title: string;
  readonly titleEs: string;
  readonly link: string;
  readonly clauses: readonly ClauseDraft[];
}

export const emptyClause: ClauseDraft = { number: '', numberEs: '', text: '', textEs: '', rules: [] };

export function draftOf({ name, policy, changedAt }: District): DistrictDraft {
  return {
    name: name ?? '',
    hasPolicy: policy !== null ? true : changedAt === null ? undefined : false,
    title: policy?.title ?? '',
    titleEs: policy?.titleEs ?? '',
    link: policy?.link ?? '',
    clauses: (policy?.clauses ?? []).map(({ number, numberEs = '', text, textEs = '', rules }) => ({
      number,
      numberEs,
      text,
      textEs,
      rules,
    })),
  };
}

/** What is still missing, as a sentence; undefined where the draft can be saved. */
export function missingIn({ hasPolicy, clauses }: DistrictDraft): string | undefined {
  if (hasPolicy === undefined) return 'Choose whether the district has a written policy.';
  const at = hasPolicy ? clauses.findIndex(({ rules }) => rules.length === 0) : -1;
  return at === -1 ? undefined : `Choose at least one rule for clause ${at + 1}.`;
}

export function savedOf({ name, hasPolicy, title, titleEs, link, clauses }: DistrictDraft): {
  name: string;
  policy: WrittenPolicy | null;
} {
  if (hasPolicy !== true) return { name, policy: null };
  return {
    name,
    policy: {
      title,
      ...optional('titleEs', titleEs),
      ...optional('link', link),
      clauses: clauses.map((clause) => ({
        number: clause.number,
        ...optional('numberEs', clause.numberEs),
        text: clause.text,
        ...optional('textEs', clause.textEs),
        rules: [...clause.rules],
      })),
    },
  };
}

function optional<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  return (value.trim() === '' ? {} : { [name]: value }) as Partial<Record<Name, string>>;
}
