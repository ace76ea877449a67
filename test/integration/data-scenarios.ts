import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { Dialect } from '../../src/schema/model.ts';
import { dropConstraints, fill, run, validate } from './data-database.ts';
import { faults } from './data-faults.ts';

/** What holds on every engine. `open` gives an empty database and what to do when it is no longer needed. */
export function dataScenarios(
  dialect: Dialect,
  open: () => Promise<{ database: Database; drop: () => Promise<void> }>,
): void {
  const space = dialect === 'mssql' ? 'dbo' : 'public';
  const none = { findings: [], skipped: [] };
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, drop } = await open());
    await fill(database);
  });
  afterAll(() => drop?.());

  test('sound rows: nothing, with the constraints and without them', async () => {
    expect(await validate(database)).toEqual(none);
    await dropConstraints(database);
    expect(await validate(database)).toEqual(none);
  });

  test.each(faults(dialect).map((fault, i) => ({ ...fault, i })))(
    '$i: $rule of $object is found, and nothing else',
    async ({ rule, object, message, plant, undo }) => {
      for (const statement of plant.split('; ')) await run(database.knex, statement);
      const { findings, skipped } = await validate(database);
      const inBatches = await validate(database, { batchSize: 3 });
      for (const statement of undo.split('; ')) await run(database.knex, statement);
      const expected = [{ rule, severity: 'error', object: `${space}.${object}`, message }];
      expect(findings).toMatchObject(expected);
      expect(skipped).toEqual([]);
      expect(inBatches.findings).toEqual(findings);
    },
  );

  test('the advice is a statement that shows exactly the rows counted', async () => {
    for (const { plant, undo, message } of faults(dialect)) {
      for (const statement of plant.split('; ')) await run(database.knex, statement);
      const { findings } = await validate(database);
      const advice = /: (SELECT .*)$/s.exec(findings[0]?.advice ?? '')?.[1] ?? '';
      const result = await run(database.knex, advice);
      const rows: { id: string }[] = dialect === 'mssql' ? result : result.rows;
      for (const statement of undo.split('; ')) await run(database.knex, statement);
      expect(`in ${rows.length} row`).toBe(/in \d+ row/.exec(message)?.[0]);
      for (const { id } of rows.slice(0, 5)) expect(message).toContain(id.toLowerCase());
    }
    expect(await validate(database)).toEqual(none);
  });
}
