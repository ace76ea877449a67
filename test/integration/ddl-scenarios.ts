import { afterAll, beforeAll, describe } from 'vitest';
import { columnScenarios } from './ddl-column-scenarios.ts';
import { constraintScenarios } from './ddl-constraint-scenarios.ts';
import type { TestDatabase } from './ddl-database.ts';

/** What every helper must do on a live database, whatever the engine. */
export function ddlScenarios(name: string, open: () => Promise<TestDatabase>): void {
  describe(name, () => {
    let opened: TestDatabase | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.close();
    });
    const database = () => {
      if (opened === undefined) throw new Error(`${name} did not open`);
      return opened;
    };
    constraintScenarios(database);
    columnScenarios(database);
  });
}
