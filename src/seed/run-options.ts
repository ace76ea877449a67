/** How far a run has got with one table. */
export interface SeedProgress {
  readonly table: string;
  /** Rows that are there or on their way, those of an earlier run included. */
  readonly done: number;
  readonly total: number | null;
}

export interface SeedOptions {
  /** Commits after so many rows, and not all at once: what is interrupted is gone on with by the next run. */
  readonly commitEvery?: number;
  /** Does it all, in one transaction, and rolls it back. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SeedProgress) => void;
}

export interface SeedCounts {
  readonly tenants: number;
  readonly users: number;
}

export interface SeedResult {
  readonly inserted: SeedCounts;
  /** Rows that were there already, by their natural keys. */
  readonly skipped: SeedCounts;
  readonly durationMs: number;
}
