import { columnTypes } from '../schema/column-type.ts';
import type { Condition } from '../schema/expression.ts';
import { conditionColumns } from '../schema/expression.ts';
import type { Check, ForeignKey, Index, KeyColumn, PrimaryKey, UniqueConstraint } from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';
import { checkName, foreignKeyName, indexName, primaryKeyName, uniqueName } from '../schema/names.ts';
import type { AbstractEntity, Entity, EntityColumns, EntityScope } from './entity.ts';

/** The columns of an entity by name: those of its base in its scope, and its own. */
export type MergedColumns<
  Base extends AbstractEntity,
  Scope extends EntityScope,
  Own,
> = Base[Scope]['columns'] & Own;

/** The names of columns, those that are numbers in the code among them. */
type NameOf<Columns> = `${Exclude<keyof Columns, symbol>}`;

/** A part of the model as a definition has it: the name, and the columns that it names, are given anew. */
type Part<T extends { readonly name: string }, Rewritten extends keyof T> = Partial<Omit<T, Rewritten>>;

/** As in the model. `systemNamed: true` says that the server made the name up: it is then another on every server, and not compared. */
export interface KeyDefinition<Name extends string = string>
  extends Part<PrimaryKey, 'columns' | 'descending' | 'include'> {
  readonly columns: readonly Name[];
  /** Those of `columns` that are in descending order. */
  readonly descending?: readonly Name[];
  readonly include?: readonly Name[];
}

export interface UniqueDefinition<Name extends string = string>
  extends KeyDefinition<Name>,
    Pick<UniqueConstraint, 'nullsNotDistinct'> {
  /** Unique on the whole platform, so that `tenant_id` does not lead it. Default: false. */
  readonly acrossTenants?: boolean;
}

type Manner = Partial<Omit<KeyColumn, 'name' | 'expression'>>;

/** A column, ascending where nothing else is said; or an expression, which only PostgreSQL can index. */
export type IndexColumnDefinition<Name extends string = string> =
  | Name
  | ({ readonly name: Name } & Manner)
  | ({ readonly expression: string } & Manner);

/** Ascending, not unique, not clustered and of all rows where nothing else is said. */
export interface IndexDefinition<Name extends string = string>
  extends Part<Index, 'columns' | 'include' | 'filter'> {
  readonly columns: readonly IndexColumnDefinition<Name>[];
  readonly include?: readonly Name[];
  readonly filter?: Condition;
  /** As of a unique constraint. */
  readonly acrossTenants?: boolean;
}

/** Actions are `no action` where left out. */
export interface ForeignKeyDefinition<Name extends string = string>
  extends Part<ForeignKey, 'columns' | 'references'> {
  readonly columns: readonly Name[];
  readonly references: ForeignKey['references'];
}

export interface CheckDefinition extends Part<Check, 'expression'> {
  readonly condition: Condition;
}

/** A sequence of bigint that counts from 1 by 1 where nothing else is said, in the SQL schema of the table. */
export interface SequenceDefinition
  extends Partial<Omit<Sequence, 'start' | 'increment' | 'minimum' | 'maximum'>> {
  readonly name: string;
  /** A number, or its digits where a number cannot hold them; so are the three below. */
  readonly start?: number | string;
  readonly increment?: number | string;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
}

/**
 * What is written for one entity. Every `name` may be left out; it is then made from the table and the columns
 * (`uq_users_tenant_id_email`), as names of defaults and of column checks are.
 */
export interface EntityDefinition<
  Own extends EntityColumns = EntityColumns,
  Scope extends EntityScope = EntityScope,
  Base extends AbstractEntity = AbstractEntity,
  Name extends string = NameOf<MergedColumns<Base, Scope, Own>>,
> {
  /** Name of the table: plural, snake_case. */
  readonly table: string;
  /** SQL schema; absent for the login's default. */
  readonly schema?: string;
  readonly scope: Scope;
  /** `BaseEntity`, or nothing: then the entity has only what is written here. */
  readonly base?: Base;
  readonly description?: string;
  /** True where the unique keys of a soft-deleted row are meant to stay taken. Default: false. */
  readonly deletedRowsKeepKeys?: boolean;
  readonly columns: Own;
  /** The order of the columns, where one is named by a number: JavaScript puts such names before all others. */
  readonly columnOrder?: readonly Name[];
  readonly primaryKey?: KeyDefinition<Name>;
  readonly uniques?: readonly UniqueDefinition<Name>[];
  readonly indexes?: readonly IndexDefinition<Name>[];
  readonly foreignKeys?: readonly ForeignKeyDefinition<Name>[];
  /** Checks beside those that `oneOf` and `json` of a column make. */
  readonly checks?: readonly CheckDefinition[];
  /**
   * Sequences that number its rows, other than those of identity columns. Once any entity declares one, all sequences of the
   * database are compared with those declared.
   */
  readonly sequences?: readonly SequenceDefinition[];
  /** Whether SQL Server keeps the history of its rows. Default: false. */
  readonly temporal?: boolean;
}

/** Keys, indexes and checks, every name filled in. */
export type EntityObjects = Pick<Entity, 'primaryKey' | 'uniques' | 'indexes' | 'foreignKeys' | 'checks'>;

/** Fills in what a definition leaves out of its own keys, indexes and checks. */
export function namedObjects(definition: EntityDefinition): EntityObjects {
  const { table, primaryKey, uniques = [], indexes = [], foreignKeys = [], checks = [] } = definition;
  return {
    ...(primaryKey === undefined ? {} : { primaryKey: { name: primaryKeyName(table), ...primaryKey } }),
    uniques: uniques.map((unique) => ({ name: uniqueName(table, unique.columns), ...unique })),
    indexes: indexes.map((index) => {
      const columns = index.columns.map(keyColumn);
      const names = columns.filter(({ expression }) => !expression).map((column) => column.name);
      const defaults = { name: indexName(table, names), include: [], unique: false, clustered: false };
      return { ...defaults, ...index, columns };
    }),
    foreignKeys: foreignKeys.map((key) => ({
      name: foreignKeyName(table, key.columns),
      onDelete: 'no action',
      onUpdate: 'no action',
      ...key,
    })),
    checks: checks.map((check) => ({
      name: checkName(table, conditionColumns(check.condition)),
      ...check,
    })),
  };
}

function keyColumn(column: IndexColumnDefinition): KeyColumn {
  if (typeof column === 'string') return { name: column, descending: false };
  if (!('expression' in column)) return { descending: false, ...column };
  const { expression, ...manner } = column;
  return { name: expression, descending: false, ...manner, expression: true };
}

/** The sequences of a definition, with what it leaves out. */
export function sequencesOf({ schema, sequences = [] }: EntityDefinition): Sequence[] {
  return sequences.map(({ start = 1, increment = 1, minimum, maximum, ...sequence }) => ({
    ...(schema === undefined ? {} : { schema }),
    type: columnTypes.bigint,
    cycle: false,
    ...sequence,
    start: String(start),
    increment: String(increment),
    ...(minimum === undefined ? {} : { minimum: String(minimum) }),
    ...(maximum === undefined ? {} : { maximum: String(maximum) }),
  }));
}
