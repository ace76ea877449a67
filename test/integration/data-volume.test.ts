import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { createPostgresDatabase, dropConstraints, fill, id, run, validate } from './data-database.ts';

/** QUODSI_DB_TEST_USERS=1000000 for the size that the documentation speaks of. */
const users = Number(process.env.QUODSI_DB_TEST_USERS ?? 200_000);
const perTenant = 1_000;
const server = inject('postgresUrl');

/** The id of the n-th user of the mass. */
const massId = (number: number) => id(1_000_000_000 + number);
const idOf = (number: string) => `('00000000-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;
const where = (...numbers: number[]) =>
  `id IN (${numbers.map((number) => `'${massId(number)}'`).join(', ')})`;

/** Rows with a fault: the first, the last, and some on both sides of where batches end. */
const some = (first: number) => [
  first,
  50_000 - 12 + first,
  100_000 + first,
  Math.floor(users / 2) + 20_000 + first,
  users - first,
];
const tenth = Math.floor(users / 10);

interface Planted {
  readonly finding: string;
  readonly count: number;
  readonly ids: readonly string[];
  readonly sql: string;
}

const rows = (finding: string, set: string, first: number): Planted => ({
  finding,
  count: 5,
  ids: some(first).map(massId),
  sql: `UPDATE users SET ${set} WHERE ${where(...some(first))}`,
});

const planted: readonly Planted[] = [
  rows('orphans users.fk_users_tenant_id', `tenant_id = '${id(999_999)}'`, 1),
  {
    finding: 'live-children-of-deleted-parents users.fk_users_tenant_id',
    count: perTenant,
    ids: [1, 2, 3, 4, 5].map((n) => massId(10 * perTenant + n)),
    sql: `UPDATE tenants SET is_deleted = true WHERE id = '${id(1_000_000 + 10)}'`,
  },
  {
    finding: 'duplicate-keys users.uq_users_identity_provider',
    count: 4,
    ids: [2, 3, users - 3, users - 2].map(massId),
    sql: `UPDATE users SET identity_provider_id = CASE WHEN ${where(2, users - 2)} THEN 'twice' ELSE 'again' END
      WHERE ${where(2, 3, users - 3, users - 2)}`,
  },
  {
    finding: 'near-duplicate-emails users.email',
    count: 2,
    ids: [5_001, 5_999].map(massId),
    sql: `UPDATE users SET email = ' USER5001@example.com' WHERE ${where(5_999)}`,
  },
  rows('values-outside-list users.status', "status = 'gone'", 5),
  {
    finding: 'broken-json users.user_metadata',
    count: tenth,
    ids: [10, 20, 30, 40, 50].map(massId),
    sql: `UPDATE users SET user_metadata = '{"a": ' WHERE display_name LIKE 'User %0'`,
  },
  {
    finding: 'too-many-users tenants.max_users',
    count: 2,
    ids: [1_000_000 + 20, 1_000_000 + 30].map(id),
    sql: `UPDATE tenants SET max_users = ${perTenant - 1} WHERE id IN ('${id(1_000_000 + 20)}', '${id(1_000_000 + 30)}')`,
  },
  rows('updated-before-created users.updated_at', "updated_at = created_at - interval '1 day'", 6),
  rows('timestamps-in-future users.last_active_at', "last_active_at = now() + interval '1 year'", 7),
  rows('negative-counters users.login_count', 'login_count = -1', 8),
];

describe.skipIf(server === null)(`${users} users`, () => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, drop } = await createPostgresDatabase(server ?? ''));
    await fill(database);
    await dropConstraints(database);
    // Loads the code, so that what is measured later is what the rows need.
    await validate(database);
    await run(
      database.knex,
      `INSERT INTO tenants (id, name, subdomain, slug, max_users)
      SELECT ${idOf('1000000 + n')}, 'Mass', 'm' || n, 'm' || n, ${perTenant} FROM generate_series(0, ${users / perTenant}) n`,
    );
    await run(
      database.knex,
      `INSERT INTO users (id, tenant_id, email, display_name, identity_provider, identity_provider_id, user_metadata)
      SELECT ${idOf('1000000000 + n')}, ${idOf(`1000000 + (n - 1) / ${perTenant}`)}, 'user' || n || '@example.com',
        'User ' || n, 'mass', n::text, '{"n": [' || n || ']}' FROM generate_series(1, ${users}) n`,
    );
    await run(database.knex, 'ANALYZE');
  }, 300_000);
  afterAll(() => drop?.());

  test('each planted fault is found with its count and ids, in bounded memory', async () => {
    const before = process.memoryUsage.rss();
    let peak = before;
    expect((await validate(database)).findings).toEqual([]);
    for (const { sql } of planted) await run(database.knex, sql);
    const times: number[] = [];
    const started = new Map<string, number>();
    const start = ({ __knexQueryUid: uid }: { __knexQueryUid: string }) =>
      started.set(uid, performance.now());
    const end = (_: unknown, { __knexQueryUid: uid }: { __knexQueryUid: string }) => {
      times.push(performance.now() - (started.get(uid) ?? 0));
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    database.knex.on('query', start).on('query-response', end);
    const from = performance.now();
    const { findings, skipped } = await validate(database);
    const seconds = (performance.now() - from) / 1_000;
    const grown = (peak - before) / 2 ** 20;
    process.stderr.write(
      `${users} users: ${seconds.toFixed(1)} s, ${times.length} statements, the longest ${Math.max(...times).toFixed(0)} ms, memory grew by ${grown.toFixed(1)} MB\n`,
    );
    const expected = planted.map(({ finding, count, ids }) => {
      const more = count > ids.length ? ` and ${count - ids.length} more` : '';
      return `${finding.replace(' ', ' public.')} in ${count} rows: ${ids.join(', ')}${more}`;
    });
    expect(
      findings.map(
        ({ rule, object, message }) => `${rule} ${object}${/ in \d+ rows:.*$/.exec(message)?.[0]}`,
      ),
    ).toEqual(expected);
    expect(skipped).toEqual([]);
    expect(grown).toBeLessThan(50);
  }, 300_000);
});
