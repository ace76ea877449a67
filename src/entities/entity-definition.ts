import type { Condition } from '../schema/expression.ts';
import { conditionColumns } from '../schema/expression.ts';
import type { ForeignKey } from '../schema/model.ts';
import { checkName, foreignKeyName, indexName, primaryKeyName, uniqueName } from '../schema/names.ts';
import type { AbstractEntity, Entity, EntityColumns, EntityScope } from './entity.ts';

/** The columns of an entity by name: those of its base in its scope, and its own. */
export type MergedColumns<
  Base extends AbstractEntity,
  Scope extends EntityScope,
  Own,
> = Base[Scope]['columns'] & Own;

/**
 * What is written for one entity. Every `name` may be left out; it is then made from the table and the columns
 * (`uq_users_tenant_id_email`), as names of defaults and of column checks always are.
 */
export interface EntityDefinition<
  Own extends EntityColumns = EntityColumns,
  Scope extends EntityScope = EntityScope,
  Base extends AbstractEntity = AbstractEntity,
  Name extends string = keyof MergedColumns<Base, Scope, Own> & string,
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
  readonly primaryKey?: {
    readonly name?: string;
    readonly columns: readonly Name[];
    readonly clustered?: boolean;
  };
  readonly uniques?: readonly {
    readonly name?: string;
    readonly columns: readonly Name[];
    /** Unique on the whole platform, so that `tenant_id` does not lead it. Default: false. */
    readonly acrossTenants?: boolean;
  }[];
  /** Ascending, not unique, not clustered and of all rows where nothing else is said. */
  readonly indexes?: readonly {
    readonly name?: string;
    readonly columns: readonly (Name | { readonly name: Name; readonly descending: boolean })[];
    readonly include?: readonly Name[];
    readonly unique?: boolean;
    /** As of `uniques`. */
    readonly acrossTenants?: boolean;
    readonly clustered?: boolean;
    readonly filter?: Condition;
  }[];
  /** Actions are `no action` where left out. */
  readonly foreignKeys?: readonly (Partial<Pick<ForeignKey, 'name' | 'onDelete' | 'onUpdate'>> & {
    readonly columns: readonly Name[];
    readonly references: ForeignKey['references'];
  })[];
  /** Checks beside those that `oneOf` and `json` of a column make. */
  readonly checks?: readonly { readonly name?: string; readonly condition: Condition }[];
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
      const columns = index.columns.map((column) =>
        typeof column === 'string' ? { name: column, descending: false } : column,
      );
      const names = columns.map((column) => column.name);
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
