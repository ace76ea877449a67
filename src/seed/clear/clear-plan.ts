import { tenantsTable } from '../../entities/base-entity.ts';
import type { Entity } from '../../entities/entity.ts';
import type { ForeignKey, Schema, Server, Table } from '../../schema/model.ts';
import { nameKey, serverOf } from '../../schema/server.ts';
import { childrenFirst, isDeferred, isInTheWay, nullableColumns, type Reference } from './clear-order.ts';

export interface ClearOptions {
  /** Deletes the rows for good; false sets `is_deleted`. */
  readonly hard: boolean;
  /** Only what belongs to one tenant. */
  readonly oneTenant: boolean;
}

/** A table whose rows go. */
export interface ClearedTable {
  readonly schema: string;
  readonly name: string;
  /** For a person: the SQL schema is said where it is not the default. */
  readonly label: string;
  /** The column that tells the rows of a tenant; null where all rows go. */
  readonly tenantColumn: string | null;
  /** Whether it has `updated_at`, which a soft delete sets too. */
  readonly hasUpdatedAt: boolean;
  /** Columns that are set to NULL first. */
  readonly unlinked: readonly string[];
}

/** A foreign key of a table that no entity declares. */
export interface OutsideKey {
  readonly table: string;
  readonly key: ForeignKey;
}

export interface ClearPlan {
  /** In the order in which they are emptied. */
  readonly tables: readonly ClearedTable[];
  /** Tables of entities that are left as they are, and why. */
  readonly left: readonly { readonly table: string; readonly why: string }[];
  /** Keys by which tables that nobody declares refer to those that are emptied; of interest when rows go for good. */
  readonly outside: readonly OutsideKey[];
  /** Whether there are keys that can wait for the end of the transaction. */
  readonly deferred: boolean;
}

interface Candidate {
  readonly key: string;
  readonly label: string;
  readonly entity: Entity;
  readonly table: Table;
}

/**
 * What is to be done to take away the rows of entities, by the tables and foreign keys that the database has.
 *
 * @throws QuodsiDbError `CLEAR_CYCLE`, see childrenFirst
 */
export function planClear(entities: readonly Entity[], live: Schema, options: ClearOptions): ClearPlan {
  const server = serverOf(live);
  const left: { table: string; why: string }[] = [];
  const chosen = entities.flatMap((entity): Candidate[] => {
    const key = keyOf(entity.schema, entity.table, server);
    const label = labelOf(entity.schema, entity.table, server);
    const table = live.tables.find((each) => keyOf(each.schema, each.name, server) === key);
    const why = table === undefined ? 'it is not in the database' : reasonToLeave(entity, table, options);
    if (table === undefined || why !== undefined) {
      left.push({ table: label, why: why ?? '' });
      return [];
    }
    return [{ key, label, entity, table }];
  });

  const labels = new Map(chosen.map(({ key, label }) => [key, label]));
  const parentOf = ({ references }: ForeignKey): string | undefined =>
    labels.get(keyOf(references.schema, references.table, server));
  const references = chosen.flatMap(({ label, table }) =>
    table.foreignKeys.flatMap((key): Reference[] => {
      const parent = parentOf(key);
      return parent === undefined
        ? []
        : [{ child: label, parent, key, nullable: nullableColumns(table, key) }];
    }),
  );
  const order = childrenFirst(
    [...labels.values()],
    references.filter(({ key }) => options.hard && isInTheWay(key, live.dialect)),
  );
  const declared = new Set(entities.map(({ schema, table }) => keyOf(schema, table, server)));
  return {
    tables: order.tables.flatMap((label) => {
      const candidate = chosen.find((each) => each.label === label);
      return candidate === undefined
        ? []
        : [clearedTable(candidate, options, server, order.unlinked.get(label) ?? [])];
    }),
    left,
    outside: live.tables
      .filter(({ schema, name }) => !declared.has(keyOf(schema, name, server)))
      .flatMap(({ schema, name, foreignKeys }) =>
        foreignKeys
          .filter((key) => key.disabled !== true && parentOf(key) !== undefined)
          .map((key) => ({ table: labelOf(schema, name, server), key })),
      ),
    deferred: references.some(({ key }) => isDeferred(key, live.dialect)),
  };
}

function clearedTable(
  { label, entity, table }: Candidate,
  { oneTenant }: ClearOptions,
  server: Server,
  unlinked: readonly string[],
): ClearedTable {
  return {
    schema: table.schema ?? server.defaultSchema,
    name: table.name,
    label,
    tenantColumn: oneTenant ? tenantColumnOf(entity) : null,
    hasUpdatedAt: hasColumn(table, 'updated_at'),
    unlinked,
  };
}

function reasonToLeave(entity: Entity, table: Table, { hard, oneTenant }: ClearOptions): string | undefined {
  const tenant = tenantColumnOf(entity);
  if (oneTenant && tenant === null) return 'its rows belong to no tenant';
  if (oneTenant && tenant !== null && !hasColumn(table, tenant)) return `it has no ${tenant}`;
  return hard || hasColumn(table, 'is_deleted') ? undefined : 'it has no is_deleted';
}

function tenantColumnOf({ scope, table }: Entity): string | null {
  if (scope === 'tenant') return 'tenant_id';
  return table === tenantsTable ? 'id' : null;
}

const hasColumn = (table: Table, name: string): boolean =>
  table.columns.some((column) => column.name.toLowerCase() === name);

function keyOf(schema: string | undefined, name: string, server: Server): string {
  return `${nameKey(schema ?? server.defaultSchema, server)}\0${nameKey(name, server)}`;
}

function labelOf(schema: string | undefined, name: string, server: Server): string {
  return schema === undefined || nameKey(schema, server) === nameKey(server.defaultSchema, server)
    ? name
    : `${schema}.${name}`;
}
