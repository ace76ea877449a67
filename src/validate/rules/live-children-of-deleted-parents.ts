import { renderLiteral } from '../../schema/expression.ts';
import { type DataRule, needs } from '../data/probe.ts';
import { label, references } from '../data/references.ts';
import { raw, sql } from '../data/sql.ts';
import type { DataTable } from '../data/table.ts';

/** Live rows of a soft-deleted parent, such as users of a deleted tenant, who can still sign in. */
export const liveChildrenOfDeletedParents: DataRule = {
  id: 'live-children-of-deleted-parents',
  severity: 'error',
  summary: 'a live row belongs to a soft-deleted one',
  probes: (model) =>
    references(model)
      .filter(({ table, parent }) => isSoftDeleted(table) && isSoftDeleted(parent))
      .map(({ table, parent, key, pairs, matches }) => ({
        kind: 'rows',
        table,
        name: key.name,
        needs: [...pairs, ...needs(table, 'is_deleted'), ...needs(parent, 'is_deleted')],
        says: `${label(table, key.columns)} refers to a soft-deleted row of ${parent.name}, from a live row,`,
        where: sql`${model.ref('r', table, 'is_deleted')} = ${raw(renderLiteral(false, model.dialect))}
          AND EXISTS (SELECT 1 FROM ${parent.sql} AS ${raw('p')} WHERE ${matches}
          AND ${model.ref('p', parent, 'is_deleted')} = ${raw(renderLiteral(true, model.dialect))})`,
      })),
};

function isSoftDeleted({ entity }: DataTable): boolean {
  return entity?.columns.is_deleted?.type.kind === 'boolean';
}
