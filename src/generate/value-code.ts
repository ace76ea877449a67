import { sqlTypeOf } from '../schema/canonical-type.ts';
import { expressionAsWritten } from '../schema/expression-read.ts';
import { isHidden } from '../schema/hidden.ts';
import type { Column, Dialect } from '../schema/model.ts';
import { defaultName } from '../schema/names.ts';
import { printSqlType } from '../schema/sql-type.ts';
import { valueCode } from './condition-code.ts';
import type { Place } from './place.ts';
import {
  engineObject,
  isPlainName,
  isPlainText,
  object,
  otherDialect,
  type RenderContext,
} from './render-context.ts';
import { quoted } from './source-text.ts';

/** A default as code: a plain value, or a call that makes an expression. */
export type DefaultCode =
  | { readonly kind: 'value'; readonly code: string; readonly text?: string }
  | { readonly kind: 'raw'; readonly code: string; readonly hasQuestionMark: boolean };

/** Role of a default among the twins: the same text means other things for other types. */
export function defaultRole(column: Column, dialect: Dialect): string {
  return `default ${printSqlType(sqlTypeOf(column.type, dialect))}`;
}

export function defaultCode(context: RenderContext, place: Place, column: Column): DefaultCode | undefined {
  const expression = column.default?.expression;
  if (expression === undefined || isHidden(expression)) return undefined;
  const { dialect } = context;
  const twin = context.twins(defaultRole(column, dialect), expression);
  const own = portableDefault(context, place, column, expression, dialect);
  const other =
    twin === undefined ? own : portableDefault(context, place, column, twin, otherDialect(dialect));
  if (own !== undefined && other !== undefined && own.code === other.code) return use(context, own);
  if (twin === undefined) context.noteOneEngine();
  const hasQuestionMark = `${expression}${twin ?? ''}`.includes('?');
  const raw = (text: string) => quoted(text.replaceAll('?', '\\?'));
  const text =
    twin === undefined || twin === expression
      ? raw(expression)
      : `${context.helper('perEngine')}(knex, ${engineObject(dialect, raw(expression), raw(twin))})`;
  return { kind: 'raw', code: `knex.raw(${text})`, hasQuestionMark };
}

interface PortableDefault {
  readonly helper?: string;
  readonly code: string;
  readonly value?: { readonly text?: string };
}

function use(context: RenderContext, { helper, code, value }: PortableDefault): DefaultCode {
  if (value !== undefined) return { kind: 'value', code, ...value };
  return {
    kind: 'raw',
    code: helper === undefined ? code : `${context.helper(helper)}${code}`,
    hasQuestionMark: false,
  };
}

function portableDefault(
  context: RenderContext,
  place: Place,
  column: Column,
  sql: string,
  dialect: Dialect,
): PortableDefault | undefined {
  const type = printSqlType(sqlTypeOf(column.type, dialect));
  const expressions = context.expressions(place, dialect);
  const tree = expressionAsWritten({ sql, context: expressions, defaultOf: type });
  if (tree === undefined) return undefined;
  if (tree.kind === 'call' && tree.args.length === 0) {
    const name = tree.name.toLowerCase();
    if (name === (dialect === 'mssql' ? 'newid' : 'gen_random_uuid'))
      return { helper: 'newUuid', code: '(knex)' };
    // CURRENT_TIMESTAMP means the same, but is stored as it was written: down has to bring back that.
    if (name === (dialect === 'mssql' ? 'sysutcdatetime' : 'now') && !/current_timestamp/i.test(sql))
      return { helper: 'utcNow', code: '(knex)' };
  }
  if (tree.kind === 'number' && column.type.kind !== 'boolean' && String(Number(tree.value)) !== tree.value) {
    return /^-?\d+\.\d+$/.test(tree.value) ? { code: `knex.raw(${quoted(tree.value)})` } : undefined;
  }
  const ofType = { ...expressions, columnType: () => type.replace(/\(.*/, '') };
  const code = valueCode(tree, column.name, ofType);
  if (code === undefined) return undefined;
  return { code, value: tree.kind === 'string' ? { text: tree.value } : {} };
}

/** The name that the default has on SQL Server, or gets where it has none of its own. */
export function defaultNameOf(place: Place, column: Column): string {
  const { name, systemNamed } = column.default ?? {};
  return typeof name === 'string' && systemNamed !== true ? name : defaultName(place.name, column.name);
}

/** `.defaultTo(…)` of Knex; undefined where Knex cannot say it. */
export function defaultToCode(context: RenderContext, place: Place, column: Column): string | undefined {
  const found = defaultCode(context, place, column);
  if (found === undefined) return '';
  if (found.kind === 'raw' && found.hasQuestionMark) return undefined;
  const nameText = defaultNameOf(place, column);
  if (!isPlainName(nameText)) return undefined;
  const name = object({ constraintName: quoted(nameText) });
  if (found.kind === 'raw') return `.defaultTo(${found.code}, ${name})`;
  // Knex makes a string of every other value, and loses characters outside of the code page.
  const isPlain = found.text !== undefined && isPlainText(found.text) && !/\P{ASCII}/u.test(found.text);
  const value = isPlain ? found.code : `${context.helper('literal')}(knex, ${found.code})`;
  return `.defaultTo(${value}, ${name})`;
}

/** The default for a helper of quodsi-db/ddl; undefined where there is none. */
export function ddlDefaultCode(context: RenderContext, place: Place, column: Column): string | undefined {
  const found = defaultCode(context, place, column);
  return found && object({ name: quoted(defaultNameOf(place, column)), value: found.code });
}
