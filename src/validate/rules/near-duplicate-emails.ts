import { quoteName, renderLiteral } from '../../schema/expression.ts';
import { type DataRule, needs } from '../data/probe.ts';
import { allOf, exactText, foldedText, raw, sql } from '../data/sql.ts';
import { alike, declaredKeys, isEmail } from '../data/unique-keys.ts';

/**
 * Rows whose e-mail addresses are equal but for case or surrounding spaces, within the unique key that the address is
 * in (a tenant). Mail goes to the same mailbox, so that they are one person twice.
 */
export const nearDuplicateEmails: DataRule = {
  id: 'near-duplicate-emails',
  severity: 'error',
  summary: 'e-mail addresses differ in case or surrounding spaces only',
  probes: (model) =>
    model.tables.flatMap((table) =>
      declaredKeys(table.entity).flatMap(({ columns }) => {
        const email = columns.find((column) => isEmail(table, column));
        if (email === undefined) return [];
        const others = columns.filter((column) => column !== email);
        const compared = (alias: 'r' | 'p', column: string) => {
          const ref = model.ref(alias, table, column);
          return column === email ? foldedText(model.dialect, ref) : ref;
        };
        const exact = exactText(model.dialect, model.ref('r', table, email));
        // One of the addresses is not in lower case and trimmed, or they would be the same; few are, as a rule.
        const odd = sql`EXISTS (SELECT 1 FROM ${table.sql} AS ${raw('p')} WHERE ${allOf([
          sql`${exactText(model.dialect, model.ref('p', table, email))} <> ${exactText(model.dialect, compared('p', email))}`,
          ...columns.map((column) => sql`${compared('p', column)} = ${compared('r', column)}`),
        ])})`;
        // Where a deleted row gives up its keys, it may look like a live one.
        const liveOnly = !table.entity.deletedRowsKeepKeys && 'is_deleted' in table.entity.columns;
        const live = `${quoteName('is_deleted', model.dialect)} = ${renderLiteral(false, model.dialect)}`;
        return [
          {
            kind: 'set' as const,
            table,
            name: email,
            needs: needs(table, ...columns, ...(liveOnly ? ['is_deleted'] : [])),
            says: `${table.name}.${email} differs in case or space only${
              others.length === 0 ? '' : ` within the same ${others.join(', ')}`
            }`,
            from: alike(
              table,
              columns.map((column) => ({
                column: model.ref('r', table, column),
                compared: compared('r', column),
              })),
              liveOnly ? [raw(live)] : [],
              sql`MIN(${exact}) <> MAX(${exact})`,
              [odd],
            ),
          },
        ];
      }),
    ),
};
