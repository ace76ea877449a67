import { splitSql } from '../database/sql-text.ts';
import type { Dialect } from '../target.ts';

const COMMENTS = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;
/** Statements with no answer but that they are done. */
const CHANGES_SCHEMA = /^(?:ALTER|COMMENT|CREATE|DROP|GRANT|REVOKE)\b/i;
/** CREATE TABLE … AS SELECT, of which the number of rows is told. */
const FILLS =
  /^CREATE\s+(?:\w+\s+)*(?:TABLE|VIEW)\b[\s\S]*\bAS\s*\(?\s*(?:SELECT|WITH|TABLE|VALUES|EXECUTE)\b/i;

/** What is neither the word of a statement nor its end. */
const NO_WORDS = /N?'(?:[^']|'')*'|"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]|--[^\n]*|\/\*[\s\S]*?\*\//g;
/** Words that begin statements elsewhere, and here belong to one that changes the schema. */
const HARMLESS =
  /\bON\s+(?:DELETE|UPDATE)\s+(?:SET\s+(?:NULL|DEFAULT)|CASCADE|NO\s+ACTION)|^\s*IF\s+EXISTS\s*\(\s*SELECT\s+\*\s+FROM\s+sys\.fn_listextendedproperty\b|\bIF\s+EXISTS\b|\bELSE\b|\bEXEC(?:UTE)?\s+(?:sys\.)?sp_(?:add|update|drop)extendedproperty\b/gi;
/**
 * A statement behind the first, which T-SQL does not divide by semicolons: one with an answer, one that would hold for those that
 * come later, one that ends the transaction. A temporary table would end with the batch that it is made in.
 */
const MORE =
  /[;#]|\b(?:BEGIN|COMMIT|DBCC|DECLARE|DELETE|ENABLE|DISABLE|EXEC|EXECUTE|FETCH|GOTO|IF|INSERT|MERGE|OPEN|PRINT|RAISERROR|RETURN|REVERT|ROLLBACK|SAVE|SELECT|SET|THROW|TRUNCATE|UPDATE|USE|WAITFOR|WHILE|WITH\s*\w+\s*AS)\b/i;

/** Whether nobody can want the answer of a statement, and the next ones find the same whether it has run or only waits. */
export function mayWait(sql: string, dialect: Dialect): boolean {
  const bare = sql.replace(COMMENTS, '');
  if (dialect === 'postgres')
    return (
      CHANGES_SCHEMA.test(bare) &&
      !FILLS.test(bare) &&
      (!bare.includes(';') || splitSql(sql, dialect).length === 1)
    );
  const words = bare.replace(NO_WORDS, ' 0 ').replace(/[\s;]+$/, '');
  const describes =
    /^(?:IF\s+EXISTS\s*\(\s*SELECT\s+\*\s+FROM\s+sys\.fn_listext|EXEC(?:UTE)?\s+(?:sys\.)?sp_\w+extended)/i;
  const changes = /^(?:ALTER|CREATE|DROP|GRANT|REVOKE|DENY)\b/i.test(words) || describes.test(words);
  return changes && !MORE.test(words.replace(HARMLESS, ' ')) && splitSql(sql, dialect).length === 1;
}
