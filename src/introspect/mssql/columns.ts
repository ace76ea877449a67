import { canonicalType } from '../../schema/canonical-type.ts';
import { type ColumnType, columnTypes } from '../../schema/column-type.ts';
import type { Column, Default, Server } from '../../schema/model.ts';
import { groupBy } from '../group-by.ts';
import { memoize } from '../memoize.ts';
import { when } from '../when.ts';
import type { Catalog, ColumnRow, DefaultRow, OfColumn, TableRow, TypeFacts } from './catalog-rows.ts';
import { visible } from './visible.ts';

/** The columns of each table, in their order there. */
export function columnsOf(catalog: Catalog, server: Server): (table: TableRow) => readonly Column[] {
  const key = ({ object_id, column_name }: { object_id: number; column_name: string | null }): string =>
    `${object_id} ${column_name}`;
  const lookUp = <Row extends OfColumn>(rows: readonly Row[]): ((column: OfColumn) => Row | undefined) => {
    const found = new Map(rows.map((row) => [key(row), row]));
    return (column) => found.get(key(column));
  };
  const rowsOf = groupBy(catalog.column, (row) => `${row.schema_name}\0${row.table_name}`);
  const generated = lookUp(catalog.generated);
  const defaults = lookUp(catalog.default);
  const identities = lookUp(catalog.identity);
  const computed = lookUp(catalog.computed);
  const descriptions = new Map(catalog.description.map((row) => [key(row), row.value]));

  const typeOf = memoize(mssqlType);
  const toColumn = (row: ColumnRow, of: OfColumn): Column => {
    const own = defaults(of);
    const identity = identities(of);
    const formula = computed(of);
    const description = descriptions.get(key(of));
    return {
      name: row.name,
      ...columnType(row, typeOf(typeText(row)), server.defaultSchema),
      nullable: row.is_nullable === 'YES',
      ...ownCollation(row.collation, server.collation),
      ...(own === undefined ? {} : { default: toDefault(own, server) }),
      ...(identity === undefined
        ? {}
        : { identity: { seed: Number(identity.seed), increment: Number(identity.increment) } }),
      ...(formula === undefined
        ? {}
        : { computed: { expression: visible(formula.definition), persisted: formula.is_persisted } }),
      ...(description == null ? {} : { description }),
    };
  };
  return (table) =>
    rowsOf(`${table.schema_name}\0${table.name}`)
      .toSorted((a, b) => a.position - b.position)
      .map((row) => ({ row, of: { object_id: table.object_id, column_name: row.name } }))
      .filter(({ of }) => generated(of) === undefined)
      .map(({ row, of }) => toColumn(row, of));
}

function columnType(
  row: ColumnRow,
  builtIn: ColumnType,
  defaultSchema: string,
): Pick<Column, 'type' | 'baseType'> {
  const { alias_schema: schema, alias_name: name } = row;
  if (name === null) return { type: builtIn };
  const alias = [...(schema === null || schema === defaultSchema ? [] : [schema]), name];
  return { type: columnTypes.native(alias.map(bracketed).join('.')), baseType: builtIn };
}

/** A name as DDL needs it: in brackets where it is no plain word. */
function bracketed(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `[${name.replaceAll(']', ']]')}]`;
}

/** The text of the type that INFORMATION_SCHEMA describes. */
function typeText(facts: TypeFacts): string {
  const { data_type: name, length, numeric_precision: precision, numeric_scale: scale } = facts;
  switch (name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return `${name}(${length === -1 ? 'max' : length})`;
    case 'decimal':
    case 'numeric':
      return precision === null ? name : `${name}(${precision},${scale ?? 0})`;
    case 'float':
      return precision === null ? name : `${name}(${precision})`;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return `${name}(${facts.datetime_precision})`;
    default:
      return name;
  }
}

function mssqlType(text: string): ColumnType {
  const type = columnTypes.native(text);
  // Babelfish does not tell the digits of a computed column; without them the text would mean decimal(18,0).
  return text === 'decimal' || text === 'numeric' ? type : canonicalType(type, 'mssql');
}

function ownCollation(
  collation: string | null,
  ofDatabase: string | undefined,
): Partial<{ collation: string }> {
  if (collation === null || collation.toLowerCase() === ofDatabase?.toLowerCase()) return {};
  return { collation };
}

function toDefault(row: DefaultRow, server: Server): Default {
  const expression = visible(row.definition);
  // Babelfish makes a name of its own for every default.
  if (server.engine === 'babelfish') return { name: { hidden: 'engine' }, expression };
  return { name: row.name, ...when(row.is_system_named, { systemNamed: true }), expression };
}
