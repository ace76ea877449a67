import type { Database } from '../database/database.ts';
import type { Entity } from '../entities/entity.ts';
import type { Schema } from '../schema/model.ts';
import { normalize } from '../schema/normalize.ts';
import type { DataRule, Need, Probe } from './data/probe.ts';
import { batchSize, type Found, keysOf, type ScanContext, scanTable } from './data/scan.ts';
import { asText, inlined, join, raw, type Sql, sql, value } from './data/sql.ts';
import { type DataModel, type DataTable, dataModel, typeFamily } from './data/table.ts';
import type { Finding, SkippedFact, Validation } from './finding.ts';
import { hiddenRowsFinding } from './rules/hidden-rows.ts';

export interface DataOptions {
  readonly rules: readonly DataRule[];
  readonly signal: AbortSignal;
  /** Whether an object is left out: `schema.table.name`. */
  readonly isIgnored?: (object: string) => boolean;
  /** Whether rows of a table may be hidden from this login. Default: of none. */
  readonly hidesRows?: (schema: string, table: string) => boolean;
  /** Told as it goes on: rows of the table looked at so far. */
  readonly onProgress?: (table: string, rows: number) => void;
  /** Rows that one statement reads. */
  readonly batchSize?: number;
}

/**
 * Looks for rows that should not be there, by what the entities declare. It only reads, in short statements, and keeps no
 * more than counts and a few ids, whatever the size of the tables.
 *
 * @param live what `introspect` gave of the same database
 */
export async function validateData(
  database: Database,
  entities: readonly Entity[],
  live: Schema,
  options: DataOptions,
): Promise<Validation> {
  const { rules, signal } = options;
  // IS JSON came with PostgreSQL 16. https://www.postgresql.org/docs/16/release-16.html
  const isJson = database.dialect === 'mssql' || Number.parseInt(database.server.version, 10) >= 16;
  const model = dataModel(entities, normalize(live), isJson);
  const planned = rules
    .flatMap((rule) => rule.probes(model).map((probe) => ({ rule, probe })))
    .filter(({ probe }) => !options.isIgnored?.(objectOf(probe)));
  const possible = planned.filter(({ probe }) =>
    probe.needs.every((need) => obstacle(model, need) === undefined),
  );
  const hidden = possible.flatMap(({ probe }) => hiddenTables(probe, options).map(({ object }) => object));
  const ready = possible.filter(({ probe }) => hiddenTables(probe, options).length === 0);
  const context: ScanContext = {
    database,
    model,
    signal,
    onProgress: options.onProgress ?? (() => undefined),
    batchSize: options.batchSize ?? batchSize,
  };
  const cancel = (): void => void database.cancelRunning().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const found = new Map<Probe, Found>();
    const objects = new Set(ready.map(({ probe }) => probe.table.object));
    for (const object of objects) {
      const probes = ready.map(({ probe }) => probe).filter(({ table }) => table.object === object);
      const [first] = probes;
      if (first === undefined) continue;
      for (const [probe, result] of await scanTable(context, first.table, probes)) found.set(probe, result);
    }
    return {
      findings: [
        ...[...new Set(hidden)].map((object) => hiddenRowsFinding(object, database.dialect)),
        ...ready.flatMap(({ rule, probe }) => findingOf(model, rule, probe, found.get(probe))),
      ],
      skipped: skippedFacts(model, planned),
    };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** The tables that the probe reads and of which rows may be hidden: it would take those that it sees for all. */
function hiddenTables({ table, needs }: Probe, { hidesRows = () => false }: DataOptions): DataTable[] {
  return [table, ...needs.map((need) => need.table)].filter(({ schema, name }) => hidesRows(schema, name));
}

const objectOf = ({ table, name }: Probe) => `${table.object}.${name}`;

function findingOf(model: DataModel, rule: DataRule, probe: Probe, found: Found | undefined): Finding[] {
  if (found === undefined || found.count === 0) return [];
  const { count, ids } = found;
  const more = count - ids.length;
  const shown = ids.length === 0 ? '' : `: ${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [
    {
      rule: rule.id,
      severity: rule.severity === 'off' ? 'error' : rule.severity,
      object: objectOf(probe),
      message: `${probe.says} in ${count} row${count === 1 ? '' : 's'}${shown}`,
      advice: advice(model, probe, found),
      ...(probe.expected === undefined ? {} : { expected: probe.expected }),
    },
  ];
}

/** The statement that shows every faulty row; the named ones where no SELECT of the server could tell. */
function advice(model: DataModel, probe: Probe, { count, ids }: Found): string {
  const { order, ids: columns } = keysOf(model, probe.table);
  const [id] = columns;
  const table = sql`${probe.table.sql} AS r`;
  const ordered = (from: Sql) =>
    inlined(
      sql`SELECT r.* FROM ${from}${order === undefined ? raw('') : sql` ORDER BY ${order}`}`,
      model.dialect,
    );
  if (probe.kind !== 'json') {
    const from = probe.kind === 'set' ? probe.from : sql`${table} WHERE ${probe.where}`;
    return `See ${count === 1 ? 'it' : 'all of them'}: ${ordered(from)};`;
  }
  if (id === undefined || columns.length > 1) return `See the values of ${objectOf(probe)}.`;
  const named = sql`${asText(model.dialect, id)} IN (${join(ids.map(value), ', ')})`;
  return `See ${count > ids.length ? 'the first of them' : 'them'}: ${ordered(sql`${table} WHERE ${named}`)};`;
}

/** Why a probe cannot run, and on which object. */
function obstacle(
  model: DataModel,
  { table, column, type }: Need,
): { object: string; fact: string } | undefined {
  if (table.live === undefined) {
    return { object: table.object, fact: 'its rows: the table is not there, see "validate schema"' };
  }
  const live = model.column(table, column);
  const object = `${table.object}.${column}`;
  if (live === undefined)
    return { object, fact: 'its values: the column is not there, see "validate schema"' };
  const actual = live.baseType ?? live.type;
  if (type === undefined || typeFamily(type, model.dialect) === typeFamily(actual, model.dialect))
    return undefined;
  return { object, fact: 'its values: the column is of another type, see "validate schema"' };
}

/** What is in the way of the rules, each object once, under the first rule that needs it. */
function skippedFacts(
  model: DataModel,
  planned: readonly { readonly rule: DataRule; readonly probe: Probe }[],
): SkippedFact[] {
  const facts = new Map<string, SkippedFact>();
  for (const { rule, probe } of planned) {
    for (const need of probe.needs) {
      const found = obstacle(model, need);
      if (found !== undefined && !facts.has(found.object))
        facts.set(found.object, { rule: rule.id, ...found, reason: 'schema' });
    }
  }
  return [...facts.values()];
}
