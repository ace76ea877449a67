import { expect, it } from 'vitest';
import { escapeQuestionMarks } from '../../src/database/question-marks.ts';
import { literal } from '../../src/ddl/expression.ts';
import { captureStatements } from '../../src/migrate/script/capture.ts';

it.each(['mssql', 'postgres'] as const)(
  'a question mark that is no value is refused, and kept where it is text (%s)',
  async (dialect) => {
    const { knex, statements } = captureStatements(dialect);
    const create = (value: Parameters<typeof literal>[1] | ReturnType<typeof literal>) =>
      knex.schema.createTable('t', (table) => {
        table.string('a').defaultTo(value as never);
      });
    await expect(create('really?')).rejects.toMatchObject({ code: 'BAD_STATEMENT', exitCode: 78 });
    await create(literal(knex, 'really?'));
    await knex.raw(escapeQuestionMarks(String.raw`SELECT 'a?b', 'c\?d', 'e\\?f'`));
    await knex('t').insert({ a: "what? it's $1 @p0" });
    // The same text, in a form that Knex leaves alone.
    expect(statements[0]).toContain(dialect === 'mssql' ? "'really?'" : String.raw`E'really\x3f'`);
    expect(statements[1]).toBe(String.raw`SELECT 'a?b', 'c\?d', 'e\\?f'`);
    expect(statements[2]).toContain("'what? it''s $1 @p0'");
  },
);
