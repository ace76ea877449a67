import { quoteName, renderLiteral } from '../../schema/expression.ts';
import { isHidden } from '../../schema/hidden.ts';
import { indexSql, tableSql } from '../definition-sql.ts';
import {
  businessKeys,
  keyLabel,
  type TenancyRule,
  type TenancySubject,
  type UniqueKey,
} from '../tenancy/subject.ts';

/** A unique key that counts soft-deleted rows: who was deleted cannot be entered again. */
export const deletedRowsBlockKeys: TenancyRule = {
  id: 'deleted-rows-block-keys',
  severity: 'warning',
  summary: 'a soft-deleted row keeps others from its unique key',
  tenantScoped: false,
  check: (subject) => {
    const { entity, table, column, same } = subject;
    const flag = column('is_deleted')?.name;
    if (flag === undefined || entity.deletedRowsKeepKeys) return [];
    return businessKeys(subject)
      .filter(({ columns, definition }) => {
        const filter = definition.kind === 'index' ? definition.value.filter : null;
        if (isHidden(filter)) return false;
        const named = filter?.toLowerCase().includes(flag.toLowerCase()) ?? false;
        return !named && !columns.some((other) => same(other, flag));
      })
      .map((key) => ({
        name: key.name,
        message: `${keyLabel(table, key.columns)} stays taken by soft-deleted rows, by ${key.name}`,
        advice: filteredSql(subject, key, flag),
      }));
  },
};

/** The same key over live rows only. */
function filteredSql(
  { dialect, object }: TenancySubject,
  { name, definition }: UniqueKey,
  flag: string,
): string {
  const live = `${quoteName(flag, dialect)} = ${renderLiteral(false, dialect)}`;
  const { kind, value } = definition;
  const descending = kind === 'unique' ? new Set(value.descending ?? []) : new Set<string>();
  const index =
    kind === 'index'
      ? value
      : {
          ...value,
          columns: value.columns.map((column) => ({ name: column, descending: descending.has(column) })),
          include: value.include ?? [],
          unique: true,
          clustered: false,
        };
  const filter =
    kind === 'index' && typeof value.filter === 'string' ? `(${value.filter}) AND ${live}` : live;
  const drop =
    kind === 'unique'
      ? `ALTER TABLE ${tableSql(dialect, object)} DROP CONSTRAINT ${quoteName(name, dialect)}`
      : dialect === 'mssql'
        ? `DROP INDEX ${quoteName(name, dialect)} ON ${tableSql(dialect, object)}`
        : `DROP INDEX ${quoteName(object.schema, dialect)}.${quoteName(name, dialect)}`;
  return `${drop};\n${indexSql(dialect, object, { ...index, clustered: false, filter })}`;
}
