import type { Dialect } from '../schema/model.ts';

// What the pages show: a schema with what differs from its declaration, ready to be written in any format.

/** How an object of the database stands to its declaration. */
export type DriftState = 'same' | 'missing' | 'extra' | 'different';

/** One fact that differs, as a person reads it. */
export interface Difference {
  readonly fact: string;
  readonly declared: string;
  readonly actual: string;
  /** Whether the server may have made the difference itself. */
  readonly unsure: boolean;
}

export interface Documented {
  readonly name: string;
  readonly state: DriftState;
  /** Empty unless `different`. */
  readonly differences: readonly Difference[];
}

export interface DocColumn extends Documented {
  readonly type: string;
  readonly nullable: boolean;
  /** What fills it: `default now()`, `identity (1, 1)`, `as (price * 2) persisted`; empty where nothing does. */
  readonly value: string;
  readonly collation: string;
  readonly description: string;
  readonly isPrimaryKey: boolean;
  readonly isForeignKey: boolean;
  /** Whether a unique key has this column alone. */
  readonly isUnique: boolean;
}

/** A primary key or unique constraint. */
export interface DocKey extends Documented {
  readonly kind: 'primary key' | 'unique';
  /** Columns, each with DESC where it descends. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly properties: readonly string[];
}

export interface DocIndex extends Documented {
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly filter: string;
  readonly properties: readonly string[];
}

export interface DocCheck extends Documented {
  readonly expression: string;
  readonly properties: readonly string[];
}

export interface DocForeignKey extends Documented {
  /** Ids of the tables at both ends; `to` is empty where the target is not in the schema or not shown to the login. */
  readonly from: string;
  readonly to: string;
  readonly fromLabel: string;
  readonly toLabel: string;
  readonly columns: readonly string[];
  readonly references: readonly string[];
  /** `on delete cascade`, `deferrable initially deferred`, `not trusted` … */
  readonly properties: readonly string[];
  /** Whether a row must have a parent: no column of the key is nullable. */
  readonly isRequired: boolean;
  /** Whether a parent has at most one such row. */
  readonly isUnique: boolean;
}

export type TableScope = 'tenant' | 'global';

export interface DocTable extends Documented {
  /** Unique in the document, and fit for an id attribute and a fragment. */
  readonly id: string;
  readonly schema: string;
  /** With its SQL schema where that is not the usual one. */
  readonly label: string;
  readonly scope: TableScope;
  readonly description: string;
  readonly columns: readonly DocColumn[];
  readonly keys: readonly DocKey[];
  readonly indexes: readonly DocIndex[];
  readonly checks: readonly DocCheck[];
  readonly foreignKeys: readonly DocForeignKey[];
  /** Foreign keys of this and other tables that lead here. */
  readonly referencedBy: readonly DocForeignKey[];
  /** Differences of the table and of everything in it; 1 where it is missing or extra as a whole. */
  readonly driftCount: number;
}

/** A view, sequence, trigger … of which only the name is told. */
export interface DocObject extends Documented {
  readonly kind: string;
  /** With its SQL schema and table. */
  readonly label: string;
}

export interface Documentation {
  readonly title: string;
  /** `Declared schema, PostgreSQL`: what is shown. */
  readonly subject: string;
  readonly dialect: Dialect;
  /** Whether a database is compared with its declaration. */
  readonly isCompared: boolean;
  /** Migrations that are not applied yet: what differs is then no drift. */
  readonly pending: readonly string[];
  /** In the order of their names. */
  readonly tables: readonly DocTable[];
  readonly others: readonly DocObject[];
  readonly driftCount: number;
  /** When it was made, where that was asked for. */
  readonly madeAt: string;
}
