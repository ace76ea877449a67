import type { ColumnType } from './column-type.ts';

/** The SQL that a database speaks; PGlite speaks PostgreSQL's. */
export type Dialect = 'mssql' | 'postgres';

/**
 * A database schema as one engine would hold it: expressions are that engine's SQL text. What is left out
 * (an absent property) is "no opinion"; what only SQL Server has (`clustered`, names of defaults) is kept on
 * every engine as intent.
 */
export interface Schema {
  readonly dialect: Dialect;
  readonly tables: readonly Table[];
}

export interface Table {
  /** SQL schema; absent for the login's default (`dbo`, `public`). */
  readonly schema?: string;
  readonly name: string;
  readonly description?: string;
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly UniqueConstraint[];
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly default?: Default;
  readonly identity?: Identity;
  readonly description?: string;
}

export interface Default {
  /** Only SQL Server names defaults. */
  readonly name: string;
  readonly expression: string;
}

export interface Identity {
  readonly seed: number;
  readonly increment: number;
}

export interface PrimaryKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly clustered?: boolean;
}

export interface UniqueConstraint {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface KeyColumn {
  readonly name: string;
  readonly descending: boolean;
}

export interface Index {
  readonly name: string;
  readonly columns: readonly KeyColumn[];
  /** Columns stored beside the key; their order means nothing. */
  readonly include: readonly string[];
  readonly unique: boolean;
  readonly clustered: boolean;
  /** Condition of a filtered (partial) index. */
  readonly filter?: string;
}

export type ForeignKeyAction = 'no action' | 'cascade' | 'set null' | 'set default';

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly references: {
    readonly schema?: string;
    readonly table: string;
    readonly columns: readonly string[];
  };
  readonly onDelete: ForeignKeyAction;
  readonly onUpdate: ForeignKeyAction;
}

export interface Check {
  readonly name: string;
  readonly expression: string;
}
