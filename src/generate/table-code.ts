import { isHidden } from '../schema/hidden.ts';
import type { Check, Column, ForeignKey, Server, Table } from '../schema/model.ts';
import { conditionCode } from './condition-code.ts';
import { addPartCode, callCode, isPlainUnique } from './part-code.ts';
import { type Place, sameName } from './place.ts';
import { inMakingOrder } from './plan-additions.ts';
import { isPlainName, isPlainText, list, object, type RenderContext } from './render-context.ts';
import { quoted } from './source-text.ts';
import type { Part, Step } from './step.ts';
import { partsOf } from './table-work.ts';
import { builderTypeCode, typeCode } from './type-code.ts';
import { ddlDefaultCode, defaultToCode } from './value-code.ts';

type CreateTable = Extract<Step, { kind: 'create-table' }>;

/** A new table: Knex's `createTable` with all that it can say, and what follows it. Groups of statements. */
export function createTableCode(context: RenderContext, step: CreateTable): string[] {
  const { table: place, definition } = step;
  const plain = definition.columns.filter(({ computed }) => !computed);
  const formulas = definition.columns.filter(({ computed }) => computed);
  const columns = canBuild(place, plain)
    ? plain.map((column) =>
        columnCode(context, place, column, checkInside(context, place, definition, column)),
      )
    : [undefined];
  const built = columns.every((code) => code !== undefined);
  const uniques = built
    ? definition.uniques.filter((unique) => isPlainUnique(unique) && isSayable(unique))
    : [];
  const keys = step.foreignKeys.filter((key) => built && isBuilderKey(key));
  const listed = built
    ? plain.flatMap((column) => checkInside(context, place, definition, column) ?? [])
    : [];
  const description = definition.description ?? null;
  const isCommented = description !== null && isPlainText(description) && built;
  const create = built
    ? builderCode(context, place, 'createTable', [
        isCommented ? `table.comment(${quoted(description)});\n` : '',
        ...columns.map((code) => `${code};`),
        uniques.length + keys.length > 0 ? '' : undefined,
        ...uniques.map(uniqueCode),
        ...keys.map((key) => foreignCode(context, key)),
      ])
    : callCode(
        context,
        'createTable',
        place,
        list(plain.map((column) => newColumnCode(context, place, column))),
      );
  const parts = inMakingOrder(partsOf(definition)).filter(
    ({ value }) =>
      !uniques.some((unique) => unique === value) && !listed.some(({ check }) => check === value),
  );
  const described = plain.filter(({ description: text }) => text && !(built && isPlainText(text)));
  const later: Part[] = step.foreignKeys
    .filter((key) => !keys.includes(key))
    .map((value) => ({ kind: 'foreign-key', value }));
  return [
    create,
    [
      ...(description === null || isCommented
        ? []
        : [callCode(context, 'setDescription', place, quoted(description))]),
      ...described.map((column) => describeColumnCode(context, place, column)),
      ...formulas.flatMap((column) => computedCode(context, place, column)),
      ...parts.map((part) => addPartCode(context, place, part)),
      ...later.map((part) => addPartCode(context, place, part)),
    ].join('\n'),
  ].filter((code) => code !== '');
}

const canBuild = ({ schema, name }: Place, columns: readonly Column[]) =>
  [schema, name, ...columns.map((column) => column.name)].every(isPlainName);

const isSayable = ({ name, columns }: { readonly name: string; readonly columns: readonly string[] }) =>
  [name, ...columns].every(isPlainName);

/** `knex.schema.createTable('users', (table) => { … });` */
function builderCode(
  context: RenderContext,
  place: Place,
  method: string,
  lines: readonly (string | undefined)[],
): string {
  const body = lines.filter((line) => line !== undefined).join('\n');
  return `await ${schemaBuilder(place, context.server)}.${method}(${quoted(place.name)}, (table) => {\n${body}\n});`;
}

function schemaBuilder({ schema }: Place, server: Server): string {
  return sameName(schema, server.defaultSchema, server)
    ? 'knex.schema'
    : `knex.schema.withSchema(${quoted(schema)})`;
}

export function dropTableCode(context: RenderContext, place: Place): string {
  return isPlainName(place.name) && isPlainName(place.schema)
    ? `await ${schemaBuilder(place, context.server)}.dropTable(${quoted(place.name)});`
    : callCode(context, 'dropTable', place);
}

interface InsideCheck {
  readonly check: Check;
  readonly values: readonly string[];
}

/** The check that a column can only be one of some strings, which Knex says beside the column. */
function checkInside(
  context: RenderContext,
  place: Place,
  { checks }: Table,
  { name }: Column,
): InsideCheck | undefined {
  for (const check of checks) {
    if (isHidden(check.expression) || check.disabled === true || check.notTrusted === true) continue;
    if (!isBareCheckName(check.name)) continue;
    const found = conditionCode(
      { ...context, helper: (used) => used, noteOneEngine: () => undefined },
      place,
      'condition',
      check.expression,
    ).list;
    if (found?.column !== name) continue;
    const isPlain = (text: string) => isPlainText(text) && !/\P{ASCII}/u.test(text);
    if (found.values.every(isPlain)) return { check, values: found.values };
  }
  return undefined;
}

/** Knex puts the name of a check into its statement without quotes: so it stays as it is, and is no word of any engine. */
const isBareCheckName = (name: string) => /^(?:ck|chk|check)_[a-z0-9_]+$/.test(name);

/** The line of a column in Knex's table builder; undefined where Knex cannot say it. */
function columnCode(
  context: RenderContext,
  place: Place,
  column: Column,
  inside: InsideCheck | undefined,
): string | undefined {
  const value = defaultToCode(context, place, column);
  if (value === undefined) return undefined;
  const checkIn =
    inside === undefined ? '' : `.checkIn(${list(inside.values.map(quoted))}, ${quoted(inside.check.name)})`;
  const text = column.description;
  const comment = text && isPlainText(text) ? `.comment(${quoted(text)})` : '';
  const nullable = column.nullable ? '.nullable()' : '.notNullable()';
  return `table.${builderTypeCode(context, column)}${nullable}${value}${checkIn}${comment}`;
}

/** The same for `createTable` and `addColumn` of quodsi-db/ddl. */
function newColumnCode(context: RenderContext, place: Place, column: Column): string {
  return object({
    name: quoted(column.name),
    type: typeCode(context, column),
    nullable: String(column.nullable),
    default: ddlDefaultCode(context, place, column),
    collation: column.collation ? quoted(column.collation) : undefined,
  });
}

/** Columns added to a table that is there, in one statement where Knex can say them. */
export function addColumnsCode(context: RenderContext, place: Place, columns: readonly Column[]): string[] {
  const plain = columns.filter(({ computed }) => !computed);
  const lines = canBuild(place, plain)
    ? plain.map((column) => columnCode(context, place, column, undefined))
    : [undefined];
  const statements: string[] = [];
  if (plain.length > 0 && lines.every((line) => line !== undefined)) {
    statements.push(
      builderCode(
        context,
        place,
        'alterTable',
        lines.map((line) => `${line};`),
      ),
    );
    const described = plain.filter(({ description }) => description && !isPlainText(description));
    statements.push(...described.map((column) => describeColumnCode(context, place, column)));
  } else {
    for (const column of plain) {
      statements.push(callCode(context, 'addColumn', place, newColumnCode(context, place, column)));
      if (column.description) statements.push(describeColumnCode(context, place, column));
    }
  }
  for (const column of columns) {
    if (column.computed) statements.push(...computedCode(context, place, { ...column, description: null }));
  }
  return statements;
}

function describeColumnCode(context: RenderContext, place: Place, { name, description }: Column): string {
  return callCode(context, 'setColumnDescription', place, quoted(name), quoted(description ?? ''));
}

function computedCode(context: RenderContext, place: Place, column: Column): string[] {
  const { computed, description } = column;
  if (!computed || isHidden(computed.expression)) return [];
  const { dialect } = context;
  const twin = context.twins('computed', computed.expression);
  if (twin === undefined) context.noteOneEngine();
  const text =
    twin === undefined || twin === computed.expression
      ? quoted(computed.expression)
      : `${context.helper('perEngine')}(knex, ${object(
          dialect === 'mssql'
            ? { mssql: quoted(computed.expression), postgres: quoted(twin) }
            : { mssql: quoted(twin), postgres: quoted(computed.expression) },
        )})`;
  return [
    callCode(
      context,
      'addComputedColumn',
      place,
      quoted(column.name),
      object({
        type: typeCode(context, column),
        expression: text,
        stored: computed.persisted ? undefined : 'false',
      }),
    ),
    ...(description ? [describeColumnCode(context, place, column)] : []),
  ];
}

function uniqueCode({ name, columns }: Table['uniques'][number]): string {
  const more = object({ indexName: quoted(name), useConstraint: 'true' });
  return `table.unique(${list(columns.map(quoted))}, ${more});`;
}

/** RESTRICT is no word of SQL Server, and Knex knows nothing of the rest. */
function isBuilderKey(key: ForeignKey): boolean {
  const { onDelete, onUpdate, deferrable = 'no', disabled, notTrusted, references } = key;
  return (
    onDelete !== 'restrict' &&
    onUpdate !== 'restrict' &&
    deferrable === 'no' &&
    !disabled &&
    !notTrusted &&
    [key.name, ...key.columns, references.schema ?? '-', references.table, ...references.columns].every(
      isPlainName,
    )
  );
}

function foreignCode(
  { server }: RenderContext,
  { name, columns, references, onDelete, onUpdate }: ForeignKey,
): string {
  const columnsCode = (list_: readonly string[]) =>
    list_.length === 1 ? quoted(list_[0] ?? '') : list(list_.map(quoted));
  const isDefault = sameName(references.schema ?? server.defaultSchema, server.defaultSchema, server);
  const target = isDefault ? references.table : `${references.schema}.${references.table}`;
  const action = (method: string, what: string) =>
    what === 'no action' ? '' : `.${method}(${quoted(what)})`;
  return `table.foreign(${columnsCode(columns)}, ${quoted(name)}).references(${columnsCode(references.columns)}).inTable(${quoted(target)})${action('onDelete', onDelete)}${action('onUpdate', onUpdate)};`;
}
