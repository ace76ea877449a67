import type { Dialect, Schema, Table } from '../schema/model.ts';
import { normalize } from '../schema/normalize.ts';
import { compareNames, nameKey, serverOf } from '../schema/server.ts';
import { documentTable, type TableContext, tableObject } from './document-table.ts';
import type { DocObject, DocTable, Documentation, TableScope } from './documentation.ts';
import { type Drift, driftOf, missing, noDrift, type Standing } from './drift.ts';

export interface DocumentOptions {
  /** What is shown: the database where there is one, with what it lacks. */
  readonly declared?: Schema;
  readonly database?: Schema;
  readonly title: string;
  readonly subject: string;
  /** Whether the rows of a declared table belong to tenants, by SQL schema and name; undefined where nothing declares it. */
  readonly scopes?: (schema: string, table: string) => TableScope | undefined;
  readonly pending?: readonly string[];
  readonly madeAt?: string;
}

/** @throws QuodsiDbError `DIFF_DIALECTS` where both schemas are given and are not of one dialect */
export function documentSchema(options: DocumentOptions): Documentation {
  const { declared, database, title, subject, pending = [], madeAt = '' } = options;
  const shown = database ?? declared ?? { dialect: 'postgres' as const, tables: [] };
  const isCompared = database !== undefined && declared !== undefined;
  const drift = isCompared ? driftOf(database, declared) : noDrift;
  const schema = normalize(shown);
  const tables = documentTables(schema, drift, options);
  const others = isCompared || database ? documentOthers(schema, drift) : [];
  return {
    title,
    subject,
    dialect: schema.dialect,
    isCompared,
    pending,
    tables,
    others,
    driftCount:
      tables.reduce((sum, table) => sum + table.driftCount, 0) +
      others.filter(({ state }) => state !== 'same').length,
    madeAt,
  };
}

interface Placed {
  readonly table: Table;
  readonly standing: Standing;
}

function documentTables(schema: Schema, drift: Drift, { scopes }: DocumentOptions): DocTable[] {
  const server = serverOf(schema);
  const fold = (name: string) => nameKey(name, server);
  const placed: Placed[] = [
    ...schema.tables.map((table) => ({ table, standing: drift.standing('table', tableObject(table)) })),
    ...drift.missing('table').map((table) => ({ table, standing: missing })),
  ];
  const label = (tableSchema: string, name: string) =>
    fold(tableSchema) === fold(server.defaultSchema) || tableSchema === '' ? name : `${tableSchema}.${name}`;
  const key = (tableSchema: string, name: string) => JSON.stringify([fold(tableSchema), fold(name)]);
  placed.sort((a, b) =>
    compareNames(label(a.table.schema ?? '', a.table.name), label(b.table.schema ?? '', b.table.name)),
  );
  const ids = uniqueIds(
    placed.map(({ table }) => [key(table.schema ?? '', table.name), label(table.schema ?? '', table.name)]),
  );
  const context: TableContext = {
    dialect: schema.dialect,
    drift,
    label,
    idOf: (tableSchema, name) => ids.get(key(tableSchema, name)) ?? '',
    same: (a, b) => fold(a) === fold(b),
    scopeOf: (tableSchema, table) =>
      scopes?.(tableSchema, table.name) ??
      (table.columns.some(({ name, nullable }) => name.toLowerCase() === 'tenant_id' && !nullable)
        ? 'tenant'
        : 'global'),
  };
  const tables = placed.map(({ table, standing }) => documentTable(table, standing, context));
  const keys = tables.flatMap((table) => table.foreignKeys);
  return tables.map((table) => ({ ...table, referencedBy: keys.filter(({ to }) => to === table.id) }));
}

/** Ids that can be typed in a fragment: `table-users`; a number is added where two names come out the same. */
function uniqueIds(named: readonly (readonly [key: string, label: string])[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    named.map(([key, label]) => {
      const word =
        label
          .toLowerCase()
          .replace(/[^a-z0-9_.]+/g, '-')
          .replace(/^-+|-+$/g, '') || 'unnamed';
      let id = `table-${word}`;
      for (let number = 2; taken.has(id); number += 1) id = `table-${word}-${number}`;
      taken.add(id);
      return [key, id];
    }),
  );
}

/** Views, triggers, routines and sequences: of these the model knows the names. */
function documentOthers(schema: Schema, drift: Drift): DocObject[] {
  const { defaultSchema } = serverOf(schema);
  const label = (parts: readonly (string | undefined)[]) =>
    parts.filter((part, index) => part !== undefined && !(index === 0 && part === defaultSchema)).join('.');
  const sequences = [
    ...(schema.sequences ?? []).map((item) => ({
      item,
      standing: drift.standing('sequence', { schema: item.schema ?? '', name: item.name }),
    })),
    ...drift.missing('sequence').map((item) => ({ item, standing: missing })),
  ].map(({ item, standing }) => ({
    kind: 'sequence',
    name: item.name,
    label: label([item.schema, item.name]),
    ...standing,
  }));
  const opaques = (schema.opaques ?? []).map((item) => ({
    kind: item.kind.replaceAll('-', ' '),
    name: item.name,
    label: label([item.schema, item.table, item.name]),
    ...drift.standing('opaque', {
      schema: item.schema ?? '',
      ...(item.table === undefined ? {} : { table: item.table }),
      name: item.name,
    }),
  }));
  return [...sequences, ...opaques].sort(
    (a, b) => compareNames(a.kind, b.kind) || compareNames(a.label, b.label),
  );
}

/** What a person calls the engine. */
export const engineName = (dialect: Dialect) => (dialect === 'mssql' ? 'SQL Server' : 'PostgreSQL');
