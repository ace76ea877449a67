import type { ColumnType } from './column-type.ts';
import type { Opaque, Sequence } from './model-objects.ts';

/** The SQL that a database speaks; PGlite speaks PostgreSQL's. */
export type Dialect = 'mssql' | 'postgres';

/**
 * A database schema as one engine would hold it: expressions are that engine's SQL text.
 *
 * What is left out (an absent property) means by `origin`: in a declaration "no opinion" or the usual value, in a
 * database "there is none". `normalize` decides which, and only there; its result says `null`, `false` or `[]` for
 * "there is none", and leaves out nothing but "no opinion". A `Hidden` is a fact that exists and could not be read.
 * What only SQL Server has (`clustered`, names of defaults) is kept on every engine as intent.
 */
export interface Schema {
  readonly dialect: Dialect;
  /** Absent: declared. */
  readonly origin?: 'declared' | 'database';
  /** What the server says about itself. Absent: what is usual for the dialect. */
  readonly server?: Server;
  /** SQL schemas beside those of the tables. Absent here, and for what follows the tables: no opinion, or not read. */
  readonly schemas?: readonly string[];
  readonly tables: readonly Table[];
  /** Without those that belong to an identity column. */
  readonly sequences?: readonly Sequence[];
  /** Views, triggers, policies and other objects that are known by name and hash only. */
  readonly opaques?: readonly Opaque[];
}

/** Facts of a server and database that decide what is equal there. */
export interface Server {
  /** Babelfish speaks SQL Server's SQL over a PostgreSQL, and cannot show all of it. */
  readonly engine: 'mssql' | 'babelfish' | 'postgres';
  /** SQL schema of a name without one: `dbo`, `public`. */
  readonly defaultSchema: string;
  /** Collation of the database; a column with the same one has none of its own. */
  readonly collation?: string;
  /** Whether names of objects that differ only in case are two names. */
  readonly caseSensitive: boolean;
}

/**
 * A fact that exists, but that cannot be read: the login may not see it (no VIEW DEFINITION), or the engine does
 * not tell (Babelfish has no filter of an index). It is neither equal to anything nor different.
 */
export interface Hidden {
  readonly hidden: 'permission' | 'engine';
}

/** SQL text as the server or the declaration says it. */
export type Expression = string | Hidden;

export interface Table {
  /** SQL schema; absent for the login's default (`dbo`, `public`). */
  readonly schema?: string;
  readonly name: string;
  readonly description?: string | null;
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey | null;
  readonly uniques: readonly UniqueConstraint[];
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  /** Whether SQL Server keeps the history of its rows. The history table and the period columns are left out. */
  readonly temporal?: boolean;
}

export interface Column {
  readonly name: string;
  /** As DDL says it: `native` with the name of an alias type or domain, in which case `baseType` is what it stands for. */
  readonly type: ColumnType;
  readonly baseType?: ColumnType;
  readonly nullable: boolean;
  /** Absent or null: the database's. */
  readonly collation?: string | null;
  readonly default?: Default | null;
  readonly identity?: Identity | null;
  readonly computed?: Computed | null;
  readonly description?: string | null;
}

export interface Default {
  /** Only SQL Server names defaults. */
  readonly name?: string | Hidden;
  /** Whether the server made up the name: it then means nothing, and is never compared. */
  readonly systemNamed?: boolean;
  readonly expression: Expression;
}

export interface Identity {
  readonly seed: number;
  readonly increment: number;
  /** GENERATED ALWAYS on PostgreSQL: an INSERT cannot give a value of its own. */
  readonly always?: boolean;
}

export interface Computed {
  readonly expression: Expression;
  /** Stored with the row, rather than computed when read. */
  readonly persisted: boolean;
}

/** What every constraint and index has. */
interface Named {
  readonly name: string;
  readonly systemNamed?: boolean;
}

/** How a key or index is stored, and whether it is in force. */
export interface Storage {
  readonly clustered?: boolean;
  /** Exists, but is not used and enforces nothing. */
  readonly disabled?: boolean;
  /** IGNORE_DUP_KEY: a duplicate is dropped with a warning. */
  readonly ignoreDuplicates?: boolean;
  /** Percent; 0 is 100. */
  readonly fillFactor?: number;
  readonly compression?: 'none' | 'row' | 'page' | 'columnstore' | 'columnstore_archive' | 'mixed';
  /** Partition scheme and column, as in DDL: `scheme(column)`. */
  readonly partition?: string | null;
}

export interface PrimaryKey extends Named, Storage {
  readonly columns: readonly string[];
  /** Those of `columns` that are in descending order. */
  readonly descending?: readonly string[];
  readonly include?: readonly string[];
  readonly deferrable?: Deferrable;
}

export interface UniqueConstraint extends Named, Storage {
  readonly columns: readonly string[];
  /** Those of `columns` that are in descending order. */
  readonly descending?: readonly string[];
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly deferrable?: Deferrable;
}

export interface KeyColumn {
  /** The column; the text of the expression where `expression` is true. */
  readonly name: string;
  readonly descending: boolean;
  /** Only PostgreSQL has indexes on expressions. */
  readonly expression?: boolean;
  /** Where it is not the usual one: nulls are last ascending, first descending on PostgreSQL. */
  readonly nulls?: 'first' | 'last';
  /** Operator class of PostgreSQL, where it is not the type's usual one. */
  readonly operatorClass?: string;
  /** Where it is not the column's. */
  readonly collation?: string;
}

export interface Index extends Named, Storage {
  readonly columns: readonly KeyColumn[];
  /** Columns stored beside the key; their order means nothing. */
  readonly include: readonly string[];
  readonly unique: boolean;
  readonly clustered: boolean;
  /** Condition of a filtered (partial) index. */
  readonly filter?: Expression | null;
  readonly nullsNotDistinct?: boolean;
  /** `gin`, `columnstore` … where it is not the usual one: btree, rowstore. */
  readonly method?: string;
}

export type ForeignKeyAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

/** When PostgreSQL checks a constraint. Absent: at once, always. */
export type Deferrable = 'no' | 'initially immediate' | 'initially deferred';

/** Whether a constraint holds for new rows, and is known to hold for old ones. */
interface Enforcement {
  /** Exists, but is not enforced. */
  readonly disabled?: boolean;
  /** Rows from before were not checked: WITH NOCHECK, NOT VALID. */
  readonly notTrusted?: boolean;
}

export interface ForeignKey extends Named, Enforcement {
  readonly columns: readonly string[];
  readonly references: {
    readonly schema?: string;
    /** Empty where the login may not see it. */
    readonly table: string;
    readonly columns: readonly string[];
  };
  readonly onDelete: ForeignKeyAction;
  readonly onUpdate: ForeignKeyAction;
  readonly deferrable?: Deferrable;
}

/** A condition on the rows of a table, whether it was written beside a column or the table. */
export interface Check extends Named, Enforcement {
  readonly expression: Expression;
}
