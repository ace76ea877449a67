import type { Database } from '../../../database/database.ts';
import { escapeQuestionMarks } from '../../../database/question-marks.ts';
import { sqlTypeOf } from '../../../schema/canonical-type.ts';
import { isNumeric, nativeType } from '../../../schema/column-type.ts';
import type { Column } from '../../../schema/model.ts';
import { type RowCheck, unmetChecks } from './checks.ts';
import { isTextual, literalText, roomOf, valueText, valueType } from './values.ts';

/** The values that a column can be given: another one for each number, as far as there are so many. SQL. */
export interface Domain {
  readonly size: number;
  readonly at: (index: number) => string;
}

/** Where numbers begin: above what a migration inserts with keys of its own. */
const FIRST = 7001;
/** Values of a column that has checks. */
const ENOUGH = 12;

/** Texts of many shapes, for checks that want one: letters, addresses, numbers, dates, JSON. */
const shapes: readonly string[] = [
  '{"row": 1}',
  '[]',
  'row@example.com',
  'https://example.com/row',
  'A',
  'AB',
  'ABC',
  'row',
  '1',
  '123456',
  '2020-01-02',
  '12:30',
  '+15550100',
  '#a0b1c2',
  'en-US',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  '',
];
const numbers: readonly string[] = ['1', '2', '3', '0', '5', '10', '50', '100', '1000', '-1', '0.5'];

/**
 * The values for a column that meet the checks which are about it alone.
 *
 * @param later the column as it is after the migration, where it has another type then
 * @returns undefined where no value is known that would do
 */
export async function domainOf(
  database: Database,
  column: Column,
  later: Column | undefined,
  checks: readonly RowCheck[],
): Promise<Domain | undefined> {
  const { dialect } = database;
  const type = valueType(column);
  const own = checks.filter(({ columns }) => columns.includes(column.name));
  const literal = (text: string) => literalText(type, dialect, text);
  const usual = usualText(database, column, later);
  const isUsual = usual(FIRST) !== undefined;
  const endless = {
    size: Number.POSITIVE_INFINITY,
    at: (index: number) => literal(usual(FIRST + index) ?? ''),
  };
  if (own.length === 0 && column.baseType === undefined) {
    return isUsual ? endless : listed((await enumLabels(database, column)).map(literal));
  }
  const single = own.filter(({ columns }) => columns.length === 1);
  const fits = async (value: string) =>
    (single.length === 0 && column.baseType === undefined) ||
    (await unmetChecks(database, single, [column], new Map([[column.name, value]])))?.length === 0;
  // A check of several columns is met by a choice for each: what stands in it is worth a try.
  const isFree = own.every(({ columns, literals }) => columns.length === 1 || literals.length === 0);
  if (isUsual && isFree && (await fits(endless.at(0))) && (await fits(endless.at(1)))) return endless;
  const found = new Set<string>();
  for (const text of candidates(column, own, usual, database)) {
    const value = literal(text);
    if (found.size < ENOUGH && !found.has(value) && (await fits(value))) found.add(value);
  }
  return listed([...found]);
}

function listed(values: readonly string[]): Domain | undefined {
  if (values.length === 0) return undefined;
  return { size: values.length, at: (index) => values[index % values.length] ?? 'NULL' };
}

/** Text that becomes another type has to be such a value already. */
function usualText(
  { dialect }: Database,
  column: Column,
  later: Column | undefined,
): (number: number) => string | undefined {
  const type = valueType(column);
  const next = later === undefined ? type : valueType(later);
  const room = roomOf(type, dialect);
  return (number) => {
    const coming = isTextual(type, dialect) ? valueText(next, dialect, number) : undefined;
    return coming !== undefined && coming.length <= room ? coming : valueText(type, dialect, number);
  };
}

/** At most some forty, those that stand in a check first. */
function candidates(
  column: Column,
  checks: readonly RowCheck[],
  usual: (number: number) => string | undefined,
  { dialect }: Database,
): string[] {
  const type = valueType(column);
  const named = checks.flatMap(({ literals }) => literals).slice(0, 20);
  const generic = [0, 1, 2].flatMap((index) => usual(FIRST + index) ?? []);
  if (isTextual(type, dialect)) {
    const room = roomOf(type, dialect);
    return [...named, ...generic, ...shapes].filter((text) => text.length <= room);
  }
  const numeric =
    isNumeric(type) ||
    /^(?:tinyint|smallint|real|float|double|numeric|decimal|(?:small)?money)/.test(
      sqlTypeOf(type, dialect).name,
    );
  if (!numeric) return [...named, ...generic];
  const around = named
    .filter((text) => /^\d+(?:\.\d+)?$/.test(text) && text.length < 15)
    .flatMap((text) => [text, String(Number(text) + 1), String(Number(text) - 1), `-${text}`]);
  return [...around, ...generic, ...numbers];
}

/** The labels of an enum of PostgreSQL; none for any other type. */
async function enumLabels({ knex, dialect }: Database, { type }: Column): Promise<string[]> {
  if (dialect !== 'postgres') return [];
  const sql = `SELECT unnest(enum_range(NULL::${nativeType(type, dialect)}))::text AS label`;
  try {
    const { rows }: { rows: { label: string }[] } = await knex.raw(escapeQuestionMarks(sql));
    return rows.map(({ label }) => label);
  } catch {
    return [];
  }
}
