import type { ColumnType, ValueOf } from '../schema/column-type.ts';
import type { Condition, DefaultExpression, Literal, SqlText } from '../schema/expression.ts';
import type { Check, ForeignKey, Identity, Index, PrimaryKey, UniqueConstraint } from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';

/** Whether each row belongs to a tenant, or the table is one for the whole platform. */
export type EntityScope = 'tenant' | 'global';

export interface EntityColumn {
  readonly type: ColumnType;
  /** What an alias type or domain, named by `type`, stands for. Default: no opinion. */
  readonly baseType?: ColumnType;
  /** Default: false. */
  readonly nullable?: boolean;
  /** Default: the database's. */
  readonly collation?: string;
  /** A plain value, or one of `expressions`. */
  readonly default?: Literal | DefaultExpression;
  /** Name of the default, which only SQL Server has. Default: `df_<table>_<column>`. */
  readonly defaultName?: string;
  readonly identity?: Identity;
  /** What the server works the value out from; the type is then the result's. */
  readonly computed?: {
    readonly expression: SqlText;
    /** Stored with the row, rather than computed when read, which PostgreSQL can since version 18. Default: true. */
    readonly persisted?: boolean;
  };
  /** The only values allowed; becomes the check `ck_<table>_<column>`. */
  readonly oneOf?: readonly string[];
  /** Text that holds a JSON object or array; becomes the check `ck_<table>_<column>`. */
  readonly json?: boolean;
  /** Name of the check that `oneOf` or `json` becomes, where it is another. */
  readonly checkName?: string;
  /** A number that is never less than 0. Where left out, `validate data` goes by the name: `login_count`, `max_users` … */
  readonly neverNegative?: boolean;
  /** A moment that may lie ahead. Where left out, `validate data` goes by the name: `trial_expires_at`, `due_at` … */
  readonly mayBeFuture?: boolean;
  readonly description?: string;
}

export type EntityColumns = Readonly<Record<string, EntityColumn>>;

/** What only an entity says of a unique key. */
interface Reach {
  /** A key of a tenant-scoped table that is unique on the whole platform, so that `tenant_id` does not lead it. */
  readonly acrossTenants?: boolean;
}

export interface EntityUnique extends UniqueConstraint, Reach {}

export interface EntityIndex extends Omit<Index, 'filter'>, Reach {
  readonly filter?: Condition;
}

export interface EntityCheck extends Omit<Check, 'expression'> {
  readonly condition: Condition;
}

/** A declared table: everything it inherits and everything of its own, with every name filled in. */
export interface Entity<Columns extends EntityColumns = EntityColumns> {
  readonly table: string;
  /** SQL schema; absent for the login's default. */
  readonly schema?: string;
  readonly scope: EntityScope;
  readonly description?: string;
  /** True where the unique keys of a soft-deleted row are meant to stay taken. */
  readonly deletedRowsKeepKeys: boolean;
  readonly columns: Columns;
  /** Absent: as in `columns`. */
  readonly columnOrder?: readonly string[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly EntityUnique[];
  readonly indexes: readonly EntityIndex[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly EntityCheck[];
  /** Absent: there are none. */
  readonly sequences?: readonly Sequence[];
  /** Whether SQL Server keeps the history of its rows. */
  readonly temporal?: boolean;
}

/** What an entity inherits from its base in one scope. */
export interface Inheritance<Columns extends EntityColumns = EntityColumns> {
  readonly columns: Columns;
  readonly objects: (table: string) => Pick<Entity, 'indexes' | 'foreignKeys'> & { primaryKey: PrimaryKey };
}

/** A base of entities. It has no table, so it cannot become one. */
export type AbstractEntity = Readonly<Record<EntityScope, Inheritance>>;

type PresentValue<C extends EntityColumn> = C extends { oneOf: readonly (infer V)[] }
  ? V
  : ValueOf<C['type']>;

/** The row of an entity as Knex returns it, with a property for each column. */
export type Row<E extends { readonly columns: EntityColumns }> = {
  readonly [Name in keyof E['columns']]: E['columns'][Name] extends { nullable: true }
    ? PresentValue<E['columns'][Name]> | null
    : PresentValue<E['columns'][Name]>;
};
