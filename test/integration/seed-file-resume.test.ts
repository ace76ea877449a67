import { existsSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { FileSeedOptions } from '../../src/seed/file/seed-from-file.ts';
import { refusal } from '../unit/seed-file-harness.ts';
import { onEveryMigratedEngine } from './seed-database.ts';
import { csvUser, header, useFiles, user } from './seed-file-database.ts';

onEveryMigratedEngine('a file that is committed piece by piece', (open) => {
  const { load, write, seedAcme, emails, database, record } = useFiles(open);
  const names = Array.from({ length: 10 }, (_, index) => `user${index}`);
  const addresses = names.map((name) => `${name}@example.com`);
  const remembered = async (file: string) =>
    (await record().read(database()))?.find(({ name }) => name === `file ${file}`);

  /** Stops as soon as so many users are in. */
  const interrupt = async (path: string, users: number, options: Partial<FileSeedOptions>) => {
    const stop = new AbortController();
    const stopped = load(path, {
      ...options,
      signal: stop.signal,
      onProgress: ({ table, done }) => {
        if (table === 'users' && done === users) stop.abort(new Error('stopped'));
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
  };

  test('goes on where it was interrupted', async () => {
    const path = write('resumed.csv', [header, ...names.map((name) => csvUser(name))].join('\n'));
    await seedAcme();
    await interrupt(path, 6, { commitEvery: 3 });
    expect(await emails()).toEqual(addresses.slice(0, 6));
    expect(await remembered('resumed.csv')).toMatchObject({ kind: 'file', state: 'running', position: 6 });

    const progress: string[] = [];
    const onProgress: FileSeedOptions['onProgress'] = ({ table, done, total }) => {
      if (table === 'users') progress.push(`${done}/${total}`);
    };
    expect(await load(path, { commitEvery: 3, onProgress })).toMatchObject({
      inserted: { tenants: 0, users: 4 },
      skipped: { tenants: 0, users: 6 },
    });
    expect(progress).toEqual(['0/4', '3/4', '4/4']);
    expect(await emails()).toEqual(addresses);
    expect(await remembered('resumed.csv')).toMatchObject({ state: 'done', position: 10 });
    // Whoever has emptied the table since wants all rows again.
    await database().knex('users').delete();
    expect(await load(path, { commitEvery: 100 })).toMatchObject({ inserted: { users: 10 } });
  });

  test('begins anew when the file has changed, and in one transaction forgets its position', async () => {
    const path = write('changed.csv', [header, csvUser('ann'), csvUser('bob')].join('\n'));
    await seedAcme();
    await interrupt(path, 1, { commitEvery: 1 });
    writeFileSync(path, [header, csvUser('cid'), csvUser('bob')].join('\n'));
    expect(await load(path, { commitEvery: 1 })).toMatchObject({
      inserted: { users: 2 },
      skipped: { users: 0 },
    });
    expect(await emails()).toEqual(['ann@example.com', 'cid@example.com', 'bob@example.com']);
    await database().knex('users').delete();
    await interrupt(path, 1, { commitEvery: 1 });
    expect(await load(path)).toMatchObject({ inserted: { users: 1 }, skipped: { users: 1 } });
    expect(await remembered('changed.csv')).toBeUndefined();
  });

  test('finishes with its rejected rows as if it had not been interrupted', async () => {
    const rows = [
      user('late', { tenant: 'acme' }),
      ...names.map((name) => user(name)),
      { table: 'tenants', name: 'Acme' },
      user('late', { email: 'other@example.com' }),
    ];
    const path = write('left.ndjson', rows);
    const rejects = path.replace('left.', 'left.rejected.');
    await interrupt(path, 4, { commitEvery: 2, skipInvalid: true });
    expect(existsSync(rejects)).toBe(true);
    expect(await load(path, { commitEvery: 2, skipInvalid: true })).toMatchObject({
      inserted: { tenants: 0, users: 7 },
      skipped: { tenants: 1, users: 4 },
      rejected: 1,
      rejectsFile: rejects,
    });
    expect(await emails()).toEqual(['late@example.com', ...addresses]);
    await database().knex('users').delete();
    await interrupt(path, 4, { commitEvery: 2, skipInvalid: true, rejects: `${rejects}.2` });
    writeFileSync(`${rejects}.2`, "somebody else's");
    expect(
      (await refusal(load(path, { commitEvery: 2, skipInvalid: true, rejects: `${rejects}.2` })))[1],
    ).toContain('it exists already');
  });

  test('may come from standard input, which leaves no position', async () => {
    const input = Readable.from([`{"table": "tenants", "name": "Acme"}\n${JSON.stringify(user('ann'))}`]);
    expect(await load('-', { input, commitEvery: 1 })).toMatchObject({ inserted: { tenants: 1, users: 1 } });
    expect(await remembered('-')).toBeUndefined();
  });
});
