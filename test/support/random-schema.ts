import type { Rename } from '../../src/generate/rename.ts';
import { type ColumnType, columnTypes } from '../../src/schema/column-type.ts';
import type { Dialect, ForeignKeyAction, Schema } from '../../src/schema/model.ts';
import { type Random, seeded } from './random.ts';
import { changed } from './random-change.ts';
import { checkExpression, defaultExpression, filterExpression, formula } from './random-expressions.ts';
import { type DesignColumn, type DesignTable, designSchema, kindOf } from './schema-design.ts';

export type BothSchemas = Readonly<Record<Dialect, Schema>>;

/** Two declarations, of which the second came from the first by a few changes. */
export interface SchemaPair {
  readonly from: BothSchemas;
  readonly to: BothSchemas;
  readonly renames: readonly Rename[];
}

/** The pair of a seed: always the same. */
export function randomPair(seed: number): SchemaPair {
  const random = seeded(seed);
  const from = randomTables(random);
  const { tables: to, renames } = changed(random, from);
  return { from: both(from), to: both(to), renames };
}

const both = (tables: readonly DesignTable[]): BothSchemas => ({
  mssql: designSchema(tables, 'mssql'),
  postgres: designSchema(tables, 'postgres'),
});

const plainNames = 'orders items people notes parts tags events rooms lines teams plans files'.split(' ');
/** Reserved words, capitals, and what some tool on the way splits, trims, or takes for something of its own. */
const oddNames = [
  'user',
  'select',
  'Order',
  'My Table',
  'a.b',
  'x as y',
  'quo"te',
  "it's",
  'why?',
  'br[0]',
  'größe',
  '1st',
];
const plainColumns = 'name code size rank state owner price note kind day weight label'.split(' ');
/** An empty one is the default schema. */
const schemas = ['', '', '', 'sales', 'Audit Log', 'group'];

const types: readonly ColumnType[] = [
  columnTypes.uuid,
  columnTypes.boolean,
  columnTypes.int,
  columnTypes.int,
  columnTypes.bigint,
  columnTypes.decimal(10, 2),
  columnTypes.decimal(18, 4),
  columnTypes.string(20),
  columnTypes.string(50),
  columnTypes.string(200),
  columnTypes.text,
  columnTypes.timestamp(3),
  columnTypes.timestamp(6),
  columnTypes.native('smallint'),
  columnTypes.native('real'),
  columnTypes.native('date'),
];

export const randomType = (random: Random): ColumnType => random.pick(types);

const descriptions = ['What it is for.', "The owner's; really?", 'C:\\temp', 'größer als 0'];
export const randomDescription = (random: Random) => random.pick(descriptions);

function freeName(random: Random, taken: readonly string[], plain: readonly string[]): string {
  const odd = oddNames.filter((name) => !taken.includes(name));
  const usual = plain.filter((name) => !taken.includes(name));
  if (odd.length > 0 && (usual.length === 0 || random.chance(0.12))) return random.pick(odd);
  return usual.length > 0 ? random.pick(usual) : `${random.pick(plain)}_${taken.length}`;
}

function randomTables(random: Random): DesignTable[] {
  const tables: DesignTable[] = [];
  const count = random.int(1, 12);
  for (let i = 0; i < count; i += 1) tables.push(randomTable(random, tables));
  for (const table of tables) addForeignKeys(random, table, tables);
  return tables;
}

export function randomTable(random: Random, others: readonly DesignTable[]): DesignTable {
  const schema = random.pick(schemas);
  const name = freeName(
    random,
    others.map((table) => table.name),
    plainNames,
  );
  const table: DesignTable = {
    ...(schema === '' ? {} : { schema }),
    name,
    ...(random.chance(0.3) ? { description: randomDescription(random) } : {}),
    columns: [],
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
  };
  const columns = random.int(1, 7);
  for (let i = 0; i < columns; i += 1) table.columns.push(randomColumn(random, table));
  if (random.chance(0.8)) addPrimaryKey(random, table);
  for (let i = random.int(0, 1); i > 0; i -= 1) addUnique(random, table);
  for (let i = random.int(0, 2); i > 0; i -= 1) addIndex(random, table);
  for (let i = random.int(0, 2); i > 0; i -= 1) addCheck(random, table);
  return table;
}

export function randomColumn(random: Random, table: DesignTable): DesignColumn {
  const name = freeName(
    random,
    table.columns.map((column) => column.name),
    plainColumns,
  );
  const described = random.chance(0.2) ? { description: randomDescription(random) } : {};
  const computed = random.chance(0.1) ? formula(random, table) : undefined;
  if (computed !== undefined) {
    return { name, type: computed.type, nullable: true, computed: computed.expression, ...described };
  }
  if (random.chance(0.1) && !table.columns.some(({ identity }) => identity)) {
    const type = random.pick([columnTypes.bigint, columnTypes.int, columnTypes.native('smallint')]);
    const identity = random.pick([
      { seed: 1, increment: 1 },
      { seed: 1, increment: 1 },
      { seed: 100, increment: 10, always: true },
    ]);
    return { name, type, nullable: false, identity, ...described };
  }
  const type = randomType(random);
  const preset = random.chance(0.4) ? defaultExpression(random, type) : undefined;
  return {
    name,
    type,
    nullable: random.chance(0.5),
    ...(preset === undefined ? {} : { default: preset }),
    ...described,
  };
}

/** Names are unique in the whole schema, as SQL Server's constraints and PostgreSQL's indexes have to be. */
export function partName(prefix: string, table: DesignTable, random: Random): string {
  const name = `${prefix}_${table.name}_${random.int(1, 1_000_000_000).toString(36)}`;
  return random.chance(0.15) ? random.pick([name.toUpperCase(), `the ${name}`, `"${name}'?`]) : name;
}

const keyKinds = new Set(['uuid', 'int', 'bigint', 'string', 'timestamp', 'decimal', 'smallint', 'date']);
export const canBeKey = ({ type, computed }: DesignColumn) =>
  computed === undefined && keyKinds.has(kindOf(type)) && !(type.kind === 'string' && type.length > 100);

export function addPrimaryKey(random: Random, table: DesignTable): void {
  const candidates = table.columns.filter(canBeKey);
  if (candidates.length === 0) return;
  const columns = random.some(candidates, 1, 2);
  for (const column of columns) column.nullable = false;
  table.primaryKey = {
    name: partName('pk', table, random),
    columns: columns.map(({ name }) => name),
    clustered: random.chance(0.3),
  };
}

export function addUnique(random: Random, table: DesignTable): void {
  const columns = random.some(table.columns.filter(canBeKey), 1, 2).map(({ name }) => name);
  const taken = [...table.uniques, ...(table.primaryKey ? [table.primaryKey] : [])];
  if (columns.length === 0 || taken.some((key) => key.columns.join('\0') === columns.join('\0'))) return;
  table.uniques.push({ name: partName('uq', table, random), columns });
}

export function addIndex(random: Random, table: DesignTable): void {
  const candidates = table.columns.filter(
    ({ type, computed }) => computed === undefined && type.kind !== 'text',
  );
  const columns = random.some(candidates, 1, 3);
  if (columns.length === 0) return;
  const others = candidates.filter((column) => !columns.includes(column));
  const filter = random.chance(0.4) ? filterExpression(random, table) : undefined;
  const isClustered =
    filter === undefined &&
    random.chance(0.2) &&
    !table.primaryKey?.clustered &&
    !table.indexes.some(({ clustered }) => clustered);
  table.indexes.push({
    name: partName('ix', table, random),
    columns: columns.map(({ name }) => ({ name, descending: random.chance(0.3) })),
    include: !isClustered && random.chance(0.3) ? random.some(others, 1, 2).map(({ name }) => name) : [],
    unique: random.chance(0.3),
    clustered: isClustered,
    ...(filter === undefined ? {} : { filter }),
  });
}

export function addCheck(random: Random, table: DesignTable): void {
  const expression = checkExpression(random, table);
  if (expression !== undefined) table.checks.push({ name: partName('ck', table, random), expression });
}

const actions: readonly ForeignKeyAction[] = ['no action', 'no action', 'cascade', 'set null', 'restrict'];

export function addForeignKeys(random: Random, table: DesignTable, tables: readonly DesignTable[]): void {
  for (let i = random.int(0, 2); i > 0; i -= 1) addForeignKey(random, table, random.pick(tables));
}

/** With columns of its own, so that the types fit. */
export function addForeignKey(random: Random, table: DesignTable, target: DesignTable): void {
  const keys = [...(target.primaryKey ? [target.primaryKey] : []), ...target.uniques];
  if (keys.length === 0) return;
  const key = random.pick(keys);
  const columns: string[] = [];
  for (const name of key.columns) {
    const wanted = target.columns.find((column) => column.name === name);
    if (wanted === undefined) return;
    const own = `${partName('ref', table, random)}`.slice(0, 40);
    table.columns.push({ name: own, type: wanted.type, nullable: true });
    columns.push(own);
  }
  table.foreignKeys.push({
    name: partName('fk', table, random),
    columns,
    target,
    targetColumns: [...key.columns],
    onDelete: random.pick(actions),
    onUpdate: random.pick(['no action', 'no action', 'cascade']),
  });
}
