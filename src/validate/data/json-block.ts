import { quoteName } from '../../schema/expression.ts';
import type { JsonProbe } from './probe.ts';
import { type Found, idText, type Keys, type ScanContext } from './scan.ts';
import { selectLast } from './send.ts';
import { allOf, asText, inlined, join, sql } from './sql.ts';

/**
 * Text that is no JSON object or array, on PostgreSQL before 16: it has no IS JSON, and a cast ends the statement at the
 * first text that is none. So the server tries each row in a block that catches its error. A block only reads, runs in a
 * read-only transaction too, and needs no more than the right to use plpgsql, which everyone has.
 * https://www.postgresql.org/docs/15/sql-do.html
 */
export async function readJson(
  { database, model }: ScanContext,
  { table, column }: JsonProbe,
  { ids, order }: Keys,
  range: Parameters<typeof allOf>[0],
  sampleSize: number,
): Promise<Found> {
  const { dialect } = model;
  const content = model.ref('r', table, column);
  const texts = join(
    ids.map((id) => asText(dialect, id)),
    ', ',
  );
  const rows = sql`SELECT ARRAY[${texts}]::text[] AS ids, ${asText(dialect, content)} AS content
    FROM ${table.sql} AS r WHERE ${allOf([...range, sql`${content} IS NOT NULL`])}`;
  const ordered = order === undefined ? rows : sql`${rows} ORDER BY ${order}`;
  const body = `DECLARE
  found record;
  total bigint := 0;
  ids jsonb := '[]';
BEGIN
  FOR found IN ${inlined(ordered, dialect)} LOOP
    BEGIN
      CONTINUE WHEN json_typeof(found.content::json) IN ('object', 'array');
    EXCEPTION WHEN data_exception THEN NULL;
    END;
    total := total + 1;
    IF total <= ${sampleSize} THEN ids := ids || jsonb_build_array(to_jsonb(found.ids)); END IF;
  END LOOP;
  PERFORM set_config(${setting}, jsonb_build_object('total', total, 'ids', ids)::text, false);
END`;
  const text = `DO ${dollarQuoted(body)}; SELECT current_setting(${setting}) AS ${quoteName('found', dialect)}`;
  const [row = {}] = await selectLast(database, table.object, text);
  const found: { total: number; ids: unknown[][] } = JSON.parse(String(row.found));
  return { count: found.total, ids: ids.length === 0 ? [] : found.ids.map(idText) };
}

/** A variable of the session; a block has no other way to give something back. */
const setting = "'quodsi_db.found'";

/** A name may contain anything, even the marks around a block. */
function dollarQuoted(body: string): string {
  let mark = '$body$';
  for (let i = 1; body.includes(mark); i += 1) mark = `$body${i}$`;
  return `${mark}${body}${mark}`;
}
