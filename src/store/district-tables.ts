/** The table of the district's name and written policy. */

export interface StoredClause {
  readonly number: string;
  readonly numberEs?: string;
  readonly text: string;
  readonly textEs?: string;
  /** Ids of the rules that enforce the clause. */
  readonly rules: readonly string[];
}

export interface StoredPolicy {
  readonly title: string;
  readonly titleEs?: string;
  readonly link?: string;
  readonly clauses: readonly StoredClause[];
}

export interface DistrictDetailsTable {
  one: boolean;
  name: string;
  policy: StoredPolicy | null;
  revision: number;
  changed_at: Date;
  changed_by: string;
}
