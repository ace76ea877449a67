import type { Dialect } from '../../schema/model.ts';
import type { Finding, Rule } from '../finding.ts';

/** Not one that `--only` picks: it says of the others where they could not look. */
export const hiddenRows: Rule = {
  id: 'hidden-rows',
  severity: 'error',
  summary: 'row-level security may hide rows, so that the table was not looked at',
};

const advice: Readonly<Record<Dialect, string>> = {
  mssql: 'Check the data as a login that the filter of the security policy shows every row.',
  postgres: 'Check the data as the owner of the table, or as a role that has BYPASSRLS.',
};

/** @param object `schema.table` */
export function hiddenRowsFinding(object: string, dialect: Dialect): Finding {
  return {
    rule: hiddenRows.id,
    severity: 'error',
    object,
    message: `row-level security may hide rows of ${object} from this login, so that it was not looked at`,
    advice: advice[dialect],
  };
}
