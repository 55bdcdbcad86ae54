/** Columns of the tables of policy versions. */

export interface PolicyVersionsTable {
  id: string;
  /** `version` of the pack; later ones are higher. */
  version: number;
  title: string;
  /** Encrypted text of the pack. */
  sealed: Buffer;
}

/** A change of what is in force: to a version, or back to the pack of the configuration. */
export interface PolicyChangesTable {
  id: string;
  /** Null: the pack of the configuration. */
  version_id: string | null;
  /** Encrypted reason. */
  sealed: Buffer;
  by_id: string;
  by_name: string;
  at: Date;
  /** The second person, where one had to agree. */
  agreed_name: string | null;
  /** Position among the changes that came into force, from 1; the highest one is in force. */
  n: number | null;
  in_force_at: Date | null;
  /** When it was withdrawn. */
  ended_at: Date | null;
}

/** At most one row. */
export interface PolicyDraftsTable {
  id: string;
  /** Counts the times it was saved. */
  revision: number;
  /** Encrypted text. */
  sealed: Buffer;
  saved_by: string;
  saved_at: Date;
}

export interface PolicyTables {
  policy_versions: PolicyVersionsTable;
  policy_changes: PolicyChangesTable;
  policy_drafts: PolicyDraftsTable;
}
