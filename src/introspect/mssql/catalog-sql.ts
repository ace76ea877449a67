import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { objectSelects } from './object-sql.ts';
import { tableSelects } from './table-sql.ts';

/**
 * The statements that read the catalog, one for each kind of row whatever the number of tables. Each is what follows
 * SELECT; `schemas` limits them to those SQL schemas.
 */
export function catalogSelects(babelfish: boolean, schemas?: readonly string[]): ReadonlyMap<string, string> {
  const names = schemas?.map((name) => `N'${name.replaceAll("'", "''")}'`).join(', ');
  const within = (schemaName: string): string =>
    names === undefined ? '' : ` AND ${schemaName} IN (${names === '' ? 'NULL' : names})`;
  return new Map([...tableSelects(within, babelfish), ...objectSelects(within, babelfish)]);
}

/**
 * The statements as one batch, and so one round trip. The driver hands over the rows of all of them as one list, in
 * which `rowset` tells them apart.
 */
export function catalogBatch(babelfish: boolean, schemas?: readonly string[]): string {
  const statements = [...catalogSelects(babelfish, schemas)].map(
    ([rowset, select]) => `SELECT '${rowset}' AS rowset, ${select};`,
  );
  return escapeQuestionMarks(statements.join('\n'));
}
