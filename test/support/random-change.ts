import type { Rename } from '../../src/generate/rename.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Random } from './random.ts';
import { checkExpression, defaultExpression, filterExpression, formula } from './random-expressions.ts';
import {
  addCheck,
  addForeignKey,
  addIndex,
  addPrimaryKey,
  addUnique,
  canBeKey,
  partName,
  randomColumn,
  randomDescription,
  randomTable,
  randomType,
} from './random-schema.ts';
import { type DesignExpression, type DesignTable, kindOf } from './schema-design.ts';

/** The tables after a few changes of all kinds; what can no longer be goes with them. */
export function changed(
  random: Random,
  before: readonly DesignTable[],
): { readonly tables: DesignTable[]; readonly renames: Rename[] } {
  let tables = copied(before);
  const renames: Rename[] = [];
  const count = random.int(1, 10);
  for (let i = 0; i < count; i += 1) {
    if (tables.length === 0 || random.chance(0.1)) {
      const table = randomTable(random, [...before, ...tables]);
      tables.push(table);
      addForeignKey(random, table, random.pick(tables));
    } else if (random.chance(0.08) && tables.length > 1) {
      const gone = random.pick(tables);
      tables = tables.filter((table) => table !== gone);
    } else change(random, random.pick(tables), tables);
  }
  for (const table of tables) repairTable(table);
  // A key may have lost a column on the way.
  for (const table of tables) repairForeignKeys(table, tables);
  if (random.chance(0.25)) renameSomething(random, before, tables, renames);
  return { tables, renames };
}

function copied(before: readonly DesignTable[]): DesignTable[] {
  const copies = new Map(before.map((table) => [table, structuredClone({ ...table, foreignKeys: [] })]));
  for (const [table, copy] of copies) {
    const keys = table.foreignKeys.map(({ target, ...key }) => ({
      ...structuredClone(key),
      target: copies.get(target) ?? copy,
    }));
    (copy as DesignTable).foreignKeys = keys as DesignTable['foreignKeys'];
  }
  return [...copies.values()] as DesignTable[];
}

type Mutation = (random: Random, table: DesignTable, tables: readonly DesignTable[]) => void;

const mutations: readonly Mutation[] = [
  (random, table) => {
    const column = randomColumn(random, table);
    table.columns.splice(random.int(0, table.columns.length), 0, column);
  },
  (random, table) => {
    if (table.columns.length > 1) table.columns.splice(random.int(0, table.columns.length - 1), 1);
  },
  (random, table) => {
    const column = random.pick(table.columns);
    if (column.computed !== undefined || column.identity !== undefined) return;
    column.type = randomType(random);
    delete column.default;
    const preset = random.chance(0.4) ? defaultExpression(random, column.type) : undefined;
    if (preset !== undefined) column.default = preset;
  },
  (random, table) => {
    const column = random.pick(table.columns);
    if (column.type.kind === 'string') column.type = columnTypes.string(random.pick([10, 60, 300]));
    if (column.type.kind === 'decimal')
      column.type = columnTypes.decimal(random.int(8, 20), random.int(0, 6));
  },
  (random, table) => {
    const column = random.pick(table.columns);
    if (column.computed === undefined && column.identity === undefined) column.nullable = !column.nullable;
  },
  (random, table) => {
    const column = random.pick(table.columns);
    if (column.computed !== undefined || column.identity !== undefined) return;
    delete column.default;
    const preset = random.chance(0.7) ? defaultExpression(random, column.type) : undefined;
    if (preset !== undefined) column.default = preset;
  },
  (random, table) => {
    const column = random.pick(table.columns);
    if (column.identity !== undefined) delete column.identity;
    else if (kindOf(column.type) === 'int' && !table.columns.some(({ identity }) => identity)) {
      if (column.computed !== undefined) return;
      delete column.default;
      column.nullable = false;
      column.identity = { seed: 1, increment: 1 };
    }
  },
  (random, table) => {
    const column = table.columns.find(({ computed }) => computed !== undefined);
    const next = formula(random, table);
    if (column === undefined || next === undefined) return;
    if (random.chance(0.3)) delete column.computed;
    else {
      column.computed = next.expression;
      column.type = next.type;
    }
  },
  (random, table) => {
    const column = random.pick([...table.columns, table]);
    if (random.chance(0.3)) delete column.description;
    else column.description = randomDescription(random);
  },
  (random, table) => {
    if (random.chance(0.4)) delete table.primaryKey;
    else addPrimaryKey(random, table);
  },
  (random, table) => {
    if (table.uniques.length > 0 && random.chance(0.5)) table.uniques.pop();
    else addUnique(random, table);
  },
  (random, table) => {
    if (table.indexes.length > 0 && random.chance(0.5)) table.indexes.shift();
    else addIndex(random, table);
  },
  (random, table) => {
    const [index] = random.some(table.indexes, 1, 1);
    if (index === undefined) return;
    const [first] = index.columns;
    if (first !== undefined) first.descending = !first.descending;
    const filter = filterExpression(random, table);
    if (filter !== undefined && !index.clustered) index.filter = filter;
    if (random.chance(0.3)) delete index.filter;
  },
  (random, table) => {
    const [part] = random.some(
      [...table.indexes, ...table.uniques, ...table.checks, ...table.foreignKeys],
      1,
      1,
    );
    if (part !== undefined) part.name = partName('new', table, random);
  },
  (random, table) => {
    if (table.checks.length > 0 && random.chance(0.5)) table.checks.pop();
    else addCheck(random, table);
  },
  (random, table) => {
    const [check] = random.some(table.checks, 1, 1);
    const expression = checkExpression(random, table);
    if (check !== undefined && expression !== undefined) check.expression = expression;
  },
  (random, table, tables) => {
    if (table.foreignKeys.length > 0 && random.chance(0.5)) table.foreignKeys.pop();
    else addForeignKey(random, table, random.pick(tables));
  },
  (random, table) => {
    const [key] = random.some(table.foreignKeys, 1, 1);
    if (key !== undefined) key.onDelete = random.pick(['no action', 'cascade', 'set null'] as const);
  },
];

const change: Mutation = (random, table, tables) => random.pick(mutations)(random, table, tables);

function repairTable(table: DesignTable): void {
  const kinds = new Map(table.columns.map((column) => [column.name, kindOf(column.type)]));
  const formulas = new Set(table.columns.filter(({ computed }) => computed).map(({ name }) => name));
  const has = (names: readonly string[]) => names.every((name) => kinds.has(name));
  const holds = (expression: DesignExpression | undefined) =>
    expression === undefined ||
    expression.columns.every(({ name, kind }) => kinds.get(name) === kind && !formulas.has(name));
  table.columns = table.columns.filter(({ computed }) => holds(computed));
  if (table.columns.length === 0) table.columns.push({ name: 'last', type: columnTypes.int, nullable: true });
  for (const name of [...kinds.keys()]) {
    if (!table.columns.some((column) => column.name === name)) kinds.delete(name);
  }
  const isKey = (names: readonly string[]) =>
    has(names) &&
    names.every((name) => table.columns.some((column) => column.name === name && canBeKey(column)));
  if (table.primaryKey !== undefined && !isKey(table.primaryKey.columns)) delete table.primaryKey;
  for (const column of table.columns) {
    if (table.primaryKey?.columns.includes(column.name)) column.nullable = false;
  }
  table.uniques = table.uniques.filter(({ columns }) => isKey(columns));
  table.indexes = table.indexes.filter(({ columns, include, filter, ...index }) => {
    const names = columns.map(({ name }) => name);
    const indexable = names.every((name) => kinds.get(name) !== 'text' && !formulas.has(name));
    if (index.clustered && table.primaryKey?.clustered) return false;
    return has(names) && indexable && has(include) && holds(filter);
  });
  table.checks = table.checks.filter(({ expression }) => holds(expression));
}

function repairForeignKeys(table: DesignTable, tables: readonly DesignTable[]): void {
  const typeOf = (owner: DesignTable, name: string) => {
    const column = owner.columns.find((item) => item.name === name && item.computed === undefined);
    return column === undefined ? undefined : JSON.stringify(column.type);
  };
  table.foreignKeys = table.foreignKeys.filter(({ target, columns, targetColumns }) => {
    const keys = [...(target.primaryKey ? [target.primaryKey] : []), ...target.uniques];
    const fits = columns.every((name, i) => {
      const type = typeOf(table, name);
      return type !== undefined && type === typeOf(target, targetColumns[i] ?? '');
    });
    const isKey = keys.some((key) => key.columns.join('\0') === targetColumns.join('\0'));
    return tables.includes(target) && isKey && fits;
  });
}

/** A table or a column under another name, its constraints under theirs. */
function renameSomething(
  random: Random,
  before: readonly DesignTable[],
  tables: readonly DesignTable[],
  renames: Rename[],
): void {
  const kept = tables.filter((table) =>
    before.some((old) => old.name === table.name && old.schema === table.schema),
  );
  if (kept.length === 0) return;
  const table = random.pick(kept);
  const schema = table.schema ?? 'public';
  if (random.chance(0.5)) {
    const to = `${table.name.slice(0, 20)}_renamed`;
    renames.push({ kind: 'table', table: { schema, name: table.name }, to });
    table.name = to;
    return;
  }
  const old = before.find((item) => item.name === table.name && item.schema === table.schema);
  const shared = table.columns.filter(({ name }) => old?.columns.some((column) => column.name === name));
  if (shared.length === 0) return;
  const column = random.pick(shared);
  const to = `${column.name.slice(0, 20)}_renamed`;
  renames.push({ kind: 'column', table: { schema, name: table.name }, column: column.name, to });
  renameColumn(table, tables, column.name, to);
}

function renameColumn(table: DesignTable, tables: readonly DesignTable[], from: string, to: string): void {
  const named = (names: string[]) => names.map((name) => (name === from ? to : name));
  const inText = (expression: DesignExpression): DesignExpression => ({
    mssql: expression.mssql.replaceAll(`[${from.replaceAll(']', ']]')}]`, `[${to.replaceAll(']', ']]')}]`),
    postgres: expression.postgres.replaceAll(
      `"${from.replaceAll('"', '""')}"`,
      `"${to.replaceAll('"', '""')}"`,
    ),
    columns: expression.columns.map(({ name, kind }) => ({ name: name === from ? to : name, kind })),
  });
  for (const column of table.columns) {
    if (column.name === from) column.name = to;
    if (column.computed !== undefined) column.computed = inText(column.computed);
  }
  for (const key of [table.primaryKey, ...table.uniques]) if (key) key.columns = named(key.columns);
  for (const index of table.indexes) {
    for (const column of index.columns) if (column.name === from) column.name = to;
    index.include = named(index.include);
    if (index.filter !== undefined) index.filter = inText(index.filter);
  }
  for (const check of table.checks) check.expression = inText(check.expression);
  for (const key of table.foreignKeys) key.columns = named(key.columns);
  for (const { foreignKeys } of tables) {
    for (const key of foreignKeys) if (key.target === table) key.targetColumns = named(key.targetColumns);
  }
}
