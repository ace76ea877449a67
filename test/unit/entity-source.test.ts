import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { draftEntities, entityFiles } from '../../src/generate/entity-files.ts';
import type { Dialect } from '../../src/schema/model.ts';
import { evaluateEntities } from '../support/evaluate-entities.ts';
import { basesOf, liveSchemas } from './entity-schemas.ts';

describe.each<Dialect>(['mssql', 'postgres'])('any schema of %s', (dialect) => {
  const bases = basesOf(dialect);

  test('the entities that are written for it would change nothing in it', () => {
    fc.assert(
      fc.property(liveSchemas(dialect), (live) => {
        const drafts = draftEntities(live, bases);
        const entities = evaluateEntities(entityFiles(drafts, 'js', []));
        expect(entities).toHaveLength(live.tables.length);
        expect(diff(live, toSchema(entities, dialect)).changes).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
