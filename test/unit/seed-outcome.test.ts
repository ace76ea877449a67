import { expect, test } from 'vitest';
import { seedOutcome } from '../../src/cli/seed/outcome.ts';
import { plain } from '../../src/cli/style.ts';

test('a run tells what no rule of the tables forbids, and validate data will find', () => {
  const result = {
    inserted: { tenants: 0, users: 3 },
    skipped: { tenants: 0, users: 0 },
    durationMs: 5,
    misfits: { overfull: 1, deleted: 2 },
  };
  const { text, json } = seedOutcome({ kind: 'demo' }, { dryRun: false }, result, {
    previews: [],
    width: undefined,
  });
  const warnings = [
    '1 tenant now with more live users than max_users; to see them: quodsi-db validate data',
    '2 tenants now soft-deleted with users that are not; to see them: quodsi-db validate data',
  ];
  expect(text(plain).split('\n').slice(1)).toEqual(warnings);
  expect(json).toMatchObject({ warnings });
});
