import type { Change, ChangeOf, ObjectName } from '../diff/change.ts';
import type { Column, Dialect } from '../schema/model.ts';
import { changeFindings, objectPath, type SchemaFinding } from './change-findings.ts';
import { commentSql } from './definition-sql.ts';
import { describeExpression } from './describe.ts';
import { defaultChangeSql } from './repair-sql.ts';

/**
 * The parts of what is missing as a whole, each as a finding of its own. Who asks for indexes only is to hear of those
 * that lack because their table does.
 */
export function missingParts(change: Change, dialect: Dialect): SchemaFinding[] {
  if (change.action !== 'add') return [];
  if (change.kind === 'column') return columnParts(change.object, change.to, dialect);
  if (change.kind === 'foreign-key' && change.withTable) {
    return changeFindings({ ...change, withTable: false }, dialect);
  }
  return change.kind === 'table' ? tableParts(change, dialect) : [];
}

function tableParts(
  { object: { schema, name: table }, to }: ChangeOf<'table'>,
  dialect: Dialect,
): SchemaFinding[] {
  if (to === null) return [];
  const added = { action: 'add', from: null } as const;
  const within = (name: string): ObjectName => ({ schema, table, name });
  const parts: Change[] = [
    ...to.columns.map((column) => ({
      ...added,
      kind: 'column' as const,
      object: within(column.name),
      to: column,
    })),
    ...(to.primaryKey
      ? [{ ...added, kind: 'primary-key' as const, object: within(to.primaryKey.name), to: to.primaryKey }]
      : []),
    ...to.uniques.map((key) => ({ ...added, kind: 'unique' as const, object: within(key.name), to: key })),
    ...to.indexes.map((index) => ({
      ...added,
      kind: 'index' as const,
      object: within(index.name),
      to: index,
    })),
    ...to.checks.map((check) => ({
      ...added,
      kind: 'check' as const,
      object: within(check.name),
      to: check,
    })),
  ];
  return [
    ...(to.description ? [missingComment({ schema, name: table }, to.description, dialect)] : []),
    ...parts.flatMap((part) => [...changeFindings(part, dialect), ...missingParts(part, dialect)]),
  ];
}

function columnParts(object: ObjectName, column: Column, dialect: Dialect): SchemaFinding[] {
  const advice = defaultChangeSql(dialect, object, null, column.default);
  const path = objectPath(object);
  return [
    ...(column.default
      ? [
          {
            kind: 'default' as const,
            finding: {
              rule: 'missing-default',
              severity: 'error' as const,
              object: path,
              message: `default of ${path} is missing`,
              expected: describeExpression(column.default.expression),
              ...(advice === undefined ? {} : { advice }),
            },
          },
        ]
      : []),
    ...(column.description ? [missingComment(object, column.description, dialect)] : []),
  ];
}

function missingComment(object: ObjectName, text: string, dialect: Dialect): SchemaFinding {
  const path = objectPath(object);
  return {
    kind: 'comment',
    finding: {
      rule: 'missing-comment',
      severity: 'error',
      object: path,
      message: `comment of ${path} is missing`,
      expected: text,
      advice: commentSql(dialect, object, null, text),
    },
  };
}
