/** A name of an object as it is written; without a schema the server finds the one of the login. */
export interface TableName {
  readonly schema?: string;
  readonly name: string;
}

export interface KeyColumn {
  /** Undefined for an expression. */
  readonly column: string | undefined;
  readonly desc: boolean;
  /** As it is written, without the direction. */
  readonly text: string;
}

export interface DefaultValue {
  readonly name?: string;
  readonly sql: string;
  readonly offset: number;
}

interface ConstraintBase {
  readonly name?: string;
  readonly offset: number;
}

export interface KeyConstraint extends ConstraintBase {
  readonly kind: 'primary-key' | 'unique';
  readonly columns: readonly KeyColumn[];
  /** Undefined where it is not said: SQL Server then decides. */
  readonly clustered?: boolean;
  readonly online: boolean;
  /** The index that it takes over (PostgreSQL), so that none is built. */
  readonly usingIndex?: string;
}

export interface ForeignKeyConstraint extends ConstraintBase {
  readonly kind: 'foreign-key';
  readonly columns: readonly string[];
  readonly references: TableName;
}

export interface OtherConstraint extends ConstraintBase {
  readonly kind: 'check' | 'exclude';
}

export type Constraint = KeyConstraint | ForeignKeyConstraint | OtherConstraint;

export interface ColumnDefinition {
  readonly name: string;
  readonly offset: number;
  /** As it is written; empty for a computed column of SQL Server. */
  readonly type: string;
  /** Undefined where it is not said. */
  readonly nullable?: boolean;
  readonly default?: DefaultValue;
  /** The server gives the value: identity, serial, rowversion, computed. */
  readonly generated: boolean;
  /** Its values are worked out from other columns of the row. */
  readonly computed?: true;
  readonly identity: boolean;
  readonly constraints: readonly Constraint[];
}

export interface IndexDefinition {
  readonly name?: string;
  readonly offset: number;
  readonly unique: boolean;
  readonly clustered?: boolean;
  readonly columns: readonly KeyColumn[];
  readonly include: readonly string[];
  readonly filter?: string;
  /** ONLINE = ON, or CONCURRENTLY. */
  readonly online: boolean;
}

type Described =
  | {
      readonly kind: 'create-table';
      readonly table: TableName;
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly Constraint[];
      readonly indexes: readonly IndexDefinition[];
      readonly temporary: boolean;
      /** Filled from a query. */
      readonly filled: boolean;
      /** Whether all of its columns are known; not where it is made like another or from a query. */
      readonly complete: boolean;
    }
  | {
      readonly kind: 'drop-table';
      readonly table: TableName;
      /** A materialized view, whose rows can be made again. */
      readonly derived: boolean;
    }
  | { readonly kind: 'add-column'; readonly table: TableName; readonly column: ColumnDefinition }
  | { readonly kind: 'drop-column'; readonly table: TableName; readonly column: string }
  | {
      readonly kind: 'alter-column';
      readonly table: TableName;
      readonly column: string;
      /** Undefined where only the nullability changes. */
      readonly type?: string;
      readonly nullable?: boolean;
    }
  | {
      readonly kind: 'set-default';
      readonly table: TableName;
      readonly column: string;
      readonly default: DefaultValue;
    }
  | { readonly kind: 'drop-default'; readonly table: TableName; readonly column: string }
  | {
      /** The default of a column of SQL Server whose name is looked up; both are among the names. */
      readonly kind: 'drop-default-by-query';
      readonly names: ReadonlySet<string>;
    }
  | {
      readonly kind: 'add-constraint';
      readonly table: TableName;
      readonly constraint: Constraint;
      /** False for WITH NOCHECK and NOT VALID. */
      readonly checked: boolean;
    }
  | { readonly kind: 'drop-constraint'; readonly table: TableName; readonly name: string }
  | {
      /** `checked`: the rows are looked at, so that the server trusts it. */
      readonly kind: 'enable-constraint' | 'disable-constraint';
      readonly table: TableName;
      /** Undefined for ALL. */
      readonly name?: string;
      readonly checked: boolean;
    }
  | { readonly kind: 'create-index'; readonly table: TableName; readonly index: IndexDefinition }
  | {
      readonly kind: 'drop-index';
      /** SQL Server names it, PostgreSQL does not. */
      readonly table?: TableName;
      readonly name: string;
      readonly online: boolean;
    }
  | { readonly kind: 'rename-table'; readonly table: TableName; readonly to: string }
  | {
      readonly kind: 'rename-column';
      readonly table: TableName;
      readonly column: string;
      readonly to: string;
    }
  | {
      /** A constraint or index. */
      readonly kind: 'rename-object';
      readonly table?: TableName;
      readonly name: string;
      readonly to: string;
    }
  | {
      readonly kind: 'update' | 'delete' | 'truncate' | 'insert' | 'merge';
      readonly table: TableName;
      /** Columns that an UPDATE sets. */
      readonly columns: readonly string[];
      /** Whether it has a WHERE; of an INSERT, whether the rows come from a query. */
      readonly filtered: boolean;
      /** Every name and keyword in it. */
      readonly words: ReadonlySet<string>;
    }
  /** What a server refuses within a transaction, in the words that say so. */
  | { readonly kind: 'outside-transaction'; readonly what: string };

/** What a statement does, as far as it matters here; one ALTER TABLE may do several things. */
export type Statement = Described & {
  /** Where it, or its part that says so, starts in the text. */
  readonly offset: number;
  /** Where the whole statement starts that it is a part of. */
  readonly start?: number;
  /** It stands in a text within the text, so that the offsets of its parts say nothing. */
  readonly nested?: true;
};

export type StatementKind = Statement['kind'];
export type StatementOf<K extends StatementKind> = Extract<Statement, { readonly kind: K }>;
