import type { EntityColumn } from '../../entities/entity.ts';
import { columnsWhere } from '../data/columns.ts';
import { type DataRule, needs } from '../data/probe.ts';
import { raw, sql } from '../data/sql.ts';

/** Seconds that a moment may lie ahead of the server's clock: those of the hosts that write it differ a little. */
const allowance = 300;

/** Moments that have not come yet, by the server's clock, in columns that say when something happened. */
export const timestampsInFuture: DataRule = {
  id: 'timestamps-in-future',
  severity: 'error',
  summary: 'a moment that is past by its meaning lies in the future',
  probes: (model) => {
    const limit =
      model.dialect === 'mssql'
        ? `DATEADD(second, ${allowance}, SYSUTCDATETIME())`
        : `now() + interval '${allowance} seconds'`;
    return columnsWhere(model, (declared, _table, column) => tellsThePast(column, declared)).map(
      ({ table, column, ref }) => ({
        kind: 'rows',
        table,
        name: column,
        needs: needs(table, column),
        says: `${table.name}.${column} lies in the future`,
        where: sql`${ref} > ${raw(limit)}`,
      }),
    );
  },
};

const ahead =
  /(?:^|_)(?:expires?|expiry|expiration|until|due|ends?|next|scheduled|planned|expected|renews?|renewal|deadline|valid_to)(?:_|$)/;

function tellsThePast(column: string, { type, mayBeFuture = ahead.test(column) }: EntityColumn): boolean {
  return type.kind === 'timestamp' && !mayBeFuture;
}
