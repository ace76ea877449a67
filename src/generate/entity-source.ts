import type { EntityColumn } from '../entities/entity.ts';
import type { CheckDefinition, IndexDefinition, SequenceDefinition } from '../entities/entity-definition.ts';
import type { ColumnType } from '../schema/column-type.ts';
import type { Condition, DefaultExpression } from '../schema/expression.ts';
import type { EntityDraft } from './entity-draft.ts';
import type { EntityName } from './entity-names.ts';
import { type Code, call, dataCode, LINE_WIDTH, list, print, text, word } from './entity-print.ts';
import { inComment } from './source-text.ts';

/** By the extension of the modules. */
export type EntityLanguage = 'ts' | 'js' | 'mjs';

/** The module of one entity. */
export function entitySource(
  { definition, based }: EntityDraft,
  { identifier }: EntityName,
  language: EntityLanguage,
): string {
  const { table, scope, columns, indexes, checks, sequences, schema, ...rest } = definition;
  const { description, columnOrder, primaryKey, uniques, foreignKeys, temporal, deletedRowsKeepKeys } = rest;
  const entity: Code = {
    kind: 'object',
    open: true,
    entries: present([
      ['table', text(table)],
      ['schema', optional(schema, dataCode)],
      ['scope', text(scope)],
      ['base', based ? word('BaseEntity') : undefined],
      ['description', optional(description, dataCode)],
      ['deletedRowsKeepKeys', optional(deletedRowsKeepKeys, dataCode)],
      [
        'columns',
        {
          kind: 'object',
          open: true,
          entries: Object.entries(columns).map(([name, column]) => [name, columnCode(column)]),
        },
      ],
      ['columnOrder', optional(columnOrder, dataCode)],
      ['primaryKey', optional(primaryKey, dataCode)],
      ['uniques', optional(uniques, dataCode)],
      ['indexes', optional(indexes, (items) => list(items.map(indexCode)))],
      ['foreignKeys', optional(foreignKeys, dataCode)],
      ['checks', optional(checks, (items) => list(items.map(checkCode)))],
      ['sequences', optional(sequences, (items) => list(items.map(sequenceCode)))],
      ['temporal', optional(temporal, dataCode)],
    ]),
  };
  const head = `export const ${identifier} = `;
  const code = print(call('defineEntity', entity), 0, head.length, 1);
  const ts = language === 'ts';
  const imports = [
    ...['BaseEntity', 'columnTypes', 'defineEntity', 'expressions', 'notDeleted'].filter((name) =>
      new RegExp(`\\b${name}\\b(?!:)`).test(withoutStrings(code)),
    ),
    ...(ts ? ['type Row'] : []),
  ];
  const ofRow = `export type ${identifier} = Row<typeof ${identifier}>;`;
  const rowType =
    ofRow.length <= LINE_WIDTH ? ofRow : `export type ${identifier} = Row<\n  typeof ${identifier}\n>;`;
  const type = `\n/** A row of \`${inComment(table).replaceAll('*/', '*\\/')}\`. */\n${rowType}\n`;
  return `import { ${imports.join(', ')} } from 'quodsi-db';\n\n${head}${code};\n${ts ? type : ''}`;
}

const withoutStrings = (code: string) => code.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");

function optional<T>(value: T | undefined, code: (value: T) => Code): Code | undefined {
  return value === undefined ? undefined : code(value);
}

function present(entries: readonly (readonly [string, Code | undefined])[]): (readonly [string, Code])[] {
  return entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

function columnCode(column: EntityColumn): Code {
  const { type, baseType, default: own, computed, ...rest } = column;
  const { nullable, collation, defaultName, ...last } = rest;
  return {
    kind: 'object',
    entries: present([
      ['type', typeCode(type)],
      ['baseType', optional(baseType, typeCode)],
      ['nullable', optional(nullable, dataCode)],
      ['collation', optional(collation, dataCode)],
      [
        'default',
        optional(own, (value) => (typeof value === 'object' ? defaultCode(value) : dataCode(value))),
      ],
      ['defaultName', optional(defaultName, dataCode)],
      [
        'computed',
        optional(computed, ({ expression, ...how }) => ({
          kind: 'object',
          entries: [['expression', conditionCode(expression)], ...entriesOf(how)],
        })),
      ],
      ...entriesOf(last),
    ]),
  };
}

function typeCode(type: ColumnType): Code {
  switch (type.kind) {
    case 'decimal':
      return call('columnTypes.decimal', dataCode(type.precision), dataCode(type.scale));
    case 'string':
      return call('columnTypes.string', dataCode(type.length));
    case 'timestamp':
      return call('columnTypes.timestamp', dataCode(type.precision));
    case 'native':
      return call('columnTypes.native', text(type.sql));
    default:
      return word(`columnTypes.${type.kind}`);
  }
}

function defaultCode(expression: DefaultExpression): Code {
  switch (expression.kind) {
    case 'literal':
      return dataCode(expression.value);
    case 'now':
      return word('expressions.now');
    case 'new-uuid':
      return word('expressions.newUuid');
    case 'sql':
      return conditionCode(expression);
  }
}

function conditionCode(condition: Condition): Code {
  switch (condition.kind) {
    case 'equals':
      return condition.column === 'is_deleted' && condition.value === false
        ? word('notDeleted')
        : call('expressions.equals', text(condition.column), dataCode(condition.value));
    case 'one-of':
      return call('expressions.oneOf', text(condition.column), dataCode(condition.values));
    case 'json':
      return call('expressions.json', text(condition.column));
    case 'sql':
      return call('expressions.sql', text(condition.postgres));
  }
}

function indexCode({ filter, ...rest }: IndexDefinition): Code {
  return {
    kind: 'object',
    entries: present([...entriesOf(rest), ['filter', optional(filter, conditionCode)]]),
  };
}

function checkCode({ condition, ...rest }: CheckDefinition): Code {
  return { kind: 'object', entries: [...entriesOf(rest), ['condition', conditionCode(condition)]] };
}

function sequenceCode({ type, ...rest }: SequenceDefinition): Code {
  return { kind: 'object', entries: present([...entriesOf(rest), ['type', optional(type, typeCode)]]) };
}

const entriesOf = (data: object): (readonly [string, Code])[] =>
  Object.entries(data).map(([key, value]) => [key, dataCode(value)] as const);
