import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { base } from './verify-fault-case.ts';
import { rowFaults } from './verify-faults-rows.ts';
import { schemaFaults } from './verify-faults-schema.ts';
import { verifyIn } from './verify-harness.ts';

/** Every fault, each from an empty database on; on Babelfish, which is slow, those that are worth their time. */
export function faultSuite(
  name: string,
  open: () => Promise<{ database: Database; close: () => Promise<void> }>,
): void {
  describe(`verify on ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    test.for([...schemaFaults, ...rowFaults])('$name', async (fault, { skip }) => {
      const { database } = opened;
      if (database.server.product === 'Babelfish') {
        if (fault.hiddenOnBabelfish) skip('Babelfish: it does not show that');
        if (!fault.quick) skip('Babelfish: it takes long');
      }
      const found = await verifyIn(
        database,
        { '1_base': base, '2_fault': fault.migration },
        { chosen: ['2_fault'], data: fault.data ?? false },
      );
      const schema = database.dialect === 'mssql' ? 'dbo' : 'public';
      const told = found.told.map((line) => line.replace(` ${schema}.`, ' '));
      expect(found.error).toBeUndefined();
      expect({ status: found.statuses['2_fault'], told }).toEqual({
        status: fault.status,
        told: fault.told ?? [],
      });
      if (fault.sides === undefined) return;
      const [{ expected, actual } = {}] = found.validation.findings;
      // Babelfish shows no filter of an index.
      expect([expected?.replace(/ where not shown.*/, ''), actual]).toEqual(fault.sides);
    });

    test('a history in an SQL schema of its own is no part of what is compared', async () => {
      const found = await verifyIn(opened.database, { '1_base': base }, { table: 'ops.history' });
      expect({ error: found.error, statuses: found.statuses, told: found.told }).toEqual({
        error: undefined,
        statuses: { '1_base': 'reversible' },
        told: [],
      });
    });

    test('one that is told to stop does', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const found = await verifyIn(
        opened.database,
        { '1_base': base },
        { signal: controller.signal, onStep: () => controller.abort(reason) },
      );
      expect(found.statuses).toEqual({ '1_base': 'not-run' });
      expect(found.error).toBe(reason);
    });
  });
}
