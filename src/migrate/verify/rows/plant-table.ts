import type { Database } from '../../../database/database.ts';
import { escapeQuestionMarks } from '../../../database/question-marks.ts';
import { statementFault } from '../../../database/statement-error.ts';
import { nativeType } from '../../../schema/column-type.ts';
import { quoteName } from '../../../schema/expression.ts';
import type { Column } from '../../../schema/model.ts';
import { unmetChecks } from './checks.ts';
import { type Domain, domainOf } from './domains.ts';
import { quotedPlace, readTable, type TableRows } from './read-rows.ts';
import type { Reference, TablePlan } from './row-plan.ts';
import { literalText, valueType } from './values.ts';

/** Enough for an order, a duplicate and a difference. */
const ROWS = 3;
/** For one row, before the table is given up. */
const TRIES = 60;

/** SQL by column. */
type Row = ReadonlyMap<string, string>;

/** How far the choices of a row are from the first one: by column, and for what each foreign key points to. */
interface Choices {
  readonly values: Map<string, number>;
  parents: number;
  /** The state of a generator of numbers: the same rows are tried in the same order every time. */
  seed: number;
}

/** More than a column with checks has values. */
const FARTHEST = 13;

/**
 * Plants rows in an empty table, and reads them back into `rowsOf`, where tables that refer to it find them.
 *
 * @returns how many there are; with none, why
 */
export async function plantTable(
  database: Database,
  plan: TablePlan,
  rowsOf: Map<string, TableRows>,
): Promise<{ readonly rows: number; readonly reason: string }> {
  const referring = new Set(plan.references.flatMap(({ columns }) => columns));
  const domains = new Map<string, Domain>();
  for (const column of plan.columns) {
    if (referring.has(column.name)) continue;
    const later = plan.later?.columns.find(({ name }) => name === column.name);
    const domain = await domainOf(database, column, later, plan.checks);
    if (domain !== undefined) domains.set(column.name, domain);
    else if (!column.nullable && !column.default) {
      const type = nativeType(column.type, database.dialect);
      return { rows: 0, reason: `no value is known that its column ${column.name} (${type}) takes` };
    }
  }
  const rows: Row[] = [];
  let reason = '';
  while (rows.length < ROWS) {
    const row = await plantRow(database, plan, domains, rowsOf, rows);
    if (typeof row === 'string') {
      reason = row;
      break;
    }
    rows.push(row);
    const read = await readTable(database, plan.table, plan.place);
    if (typeof read !== 'string') rowsOf.set(plan.key, read);
  }
  return { rows: rows.length, reason };
}

/** The row that was inserted, or why there is none. */
async function plantRow(
  database: Database,
  plan: TablePlan,
  domains: ReadonlyMap<string, Domain>,
  rowsOf: ReadonlyMap<string, TableRows>,
  before: readonly Row[],
): Promise<Row | string> {
  const choices: Choices = { values: new Map(), parents: 0, seed: before.length + 1 };
  const wide = plan.checks.filter(({ columns }) => columns.length > 1);
  let reason = '';
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const row = chooseRow(database, plan, domains, rowsOf, before.length, choices);
    if (typeof row === 'string') return row;
    const clash = clashOf(database, plan, row, before);
    const unmet = clash ?? (await unmetOf(database, plan, wide, row));
    if (unmet === undefined) {
      const refusal = await insertRow(database, plan, row);
      if (refusal === null) return row;
      reason = refusal;
    } else reason = unmet.reason;
    vary(choices, unmet?.columns ?? [...domains.keys()], domains);
  }
  return reason;
}

interface Unmet {
  readonly reason: string;
  readonly columns: readonly string[];
}

/** A key that an earlier row has already. */
function clashOf(
  { dialect }: Database,
  { keys }: TablePlan,
  row: Row,
  before: readonly Row[],
): Unmet | undefined {
  const columns = keys.find((key) => {
    const values = key.map((name) => row.get(name));
    if (values.includes(undefined)) return false;
    // Two nulls are two values on PostgreSQL.
    if (dialect === 'postgres' && values.includes('NULL')) return false;
    return before.some((other) => key.every((name, index) => other.get(name) === values[index]));
  });
  return columns && { reason: `no other value is known for its key (${columns.join(', ')})`, columns };
}

async function unmetOf(
  database: Database,
  { columns, table }: TablePlan,
  checks: TablePlan['checks'],
  row: Row,
): Promise<Unmet | undefined> {
  if (checks.length === 0) return undefined;
  const named = new Set(checks.flatMap((check) => check.columns));
  const given = [...columns, ...table.columns].filter(
    ({ name }, index, all) => named.has(name) && all.findIndex((other) => other.name === name) === index,
  );
  const [unmet] = (await unmetChecks(database, checks, given, row)) ?? [];
  return unmet && { reason: `no values are known that meet its check ${unmet.name}`, columns: unmet.columns };
}

/** Another choice for one of the columns, by chance, since a walk in turns may never come where two have to differ. */
function vary(choices: Choices, columns: readonly string[], domains: ReadonlyMap<string, Domain>): void {
  const free = columns.filter((name) => domains.has(name));
  // Columns of foreign keys have no domain: their values are those of another parent.
  const name =
    free[drawn(choices, free.length + (free.length < columns.length || free.length === 0 ? 1 : 0))];
  if (name === undefined) choices.parents += 1;
  else choices.values.set(name, drawn(choices, FARTHEST));
}

/** A number below the limit, by mulberry32: neighbours of a simpler generator are too alike. */
function drawn(choices: Choices, limit: number): number {
  choices.seed = (choices.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(choices.seed ^ (choices.seed >>> 15), choices.seed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
}

function chooseRow(
  { dialect }: Database,
  plan: TablePlan,
  domains: ReadonlyMap<string, Domain>,
  rowsOf: ReadonlyMap<string, TableRows>,
  number: number,
  { values, parents }: Choices,
): Row | string {
  const row = new Map<string, string>();
  const columnOf = new Map(plan.columns.map((column) => [column.name, column]));
  for (const [name, domain] of domains) {
    const shift = values.get(name) ?? 0;
    // Some checks want a column to be empty.
    const empty = shift % 4 === 3 && columnOf.get(name)?.nullable === true;
    row.set(name, empty ? 'NULL' : domain.at(number + shift * (Number.isFinite(domain.size) ? 1 : ROWS)));
  }
  for (const reference of plan.references) {
    const chosen = chooseParent(plan, reference, rowsOf, row, columnOf, number + parents, dialect);
    if (typeof chosen === 'string') return chosen;
    for (const [name, value] of chosen) row.set(name, value);
  }
  return row;
}

/** The values of the foreign key's columns that are not chosen yet; why there are none where it cannot do without. */
function chooseParent(
  { key, place }: TablePlan,
  { columns, target, targetColumns, optional }: Reference,
  rowsOf: ReadonlyMap<string, TableRows>,
  row: Row,
  columnOf: ReadonlyMap<string, Column>,
  index: number,
  dialect: Database['dialect'],
): Row | string {
  const parents = rowsOf.get(target);
  const candidates = (parents?.rows ?? []).flatMap((values) => {
    const pairs = columns.map((name, i): [string, string] => {
      const column = columnOf.get(name);
      const text = values[parents?.columns.indexOf(targetColumns[i] ?? '') ?? -1] ?? null;
      return [
        name,
        text === null || column === undefined ? 'NULL' : literalText(valueType(column), dialect, text),
      ];
    });
    const fits = pairs.every(([name, value]) => value !== 'NULL' && (row.get(name) ?? value) === value);
    return fits ? [new Map(pairs)] : [];
  });
  const chosen = candidates[index % candidates.length];
  if (chosen !== undefined) return chosen;
  if (optional) {
    const open = columns.filter((name) => !row.has(name) && columnOf.get(name)?.nullable);
    return new Map(open.map((name) => [name, 'NULL']));
  }
  // The first row of a table that refers to itself can only refer to itself.
  const own = targetColumns.map((name) => row.get(name));
  if (target === key && !own.includes(undefined))
    return new Map(columns.map((name, i) => [name, own[i] ?? 'NULL']));
  return `${target === `${place.schema}.${place.table}` ? 'it' : target} has no row that it could refer to`;
}

/** Null where it went well; the server's words otherwise. */
async function insertRow({ knex, dialect }: Database, plan: TablePlan, row: Row): Promise<string | null> {
  const names = [...row.keys()].map((name) => quoteName(name, dialect)).join(', ');
  const values = row.size === 0 ? 'DEFAULT VALUES' : `(${names}) VALUES (${[...row.values()].join(', ')})`;
  const sql = `INSERT INTO ${quotedPlace(dialect, plan.place)} ${values}`;
  try {
    await knex.raw(escapeQuestionMarks(sql));
    return null;
  } catch (error) {
    return statementFault(dialect, error, sql).message;
  }
}
