import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { embeddedTarget } from '../../src/config/pglite-target.ts';
import { openPglite } from '../../src/database/dialects/pglite.ts';
import {
  acquireFolderLock,
  breakFolderLock,
  folderHolders,
  lockFolder,
  realFolder,
} from '../../src/database/folder-lock.ts';
import { pgliteModule } from '../../src/database/knex-load.ts';
import { temporaryFolder, writeFiles } from '../support/cli.ts';

const hasProc = existsSync('/proc/self/ns/pid') && existsSync('/proc/sys/kernel/random/boot_id');
const here = hasProc
  ? {
      pidNamespace: readlinkSync('/proc/self/ns/pid'),
      bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    }
  : { pidNamespace: null, bootId: null };

/** The number of a process that has ended. */
const deadPid = spawnSync(process.execPath, ['-e', '']).pid;

const living = {
  pid: process.pid,
  host: hostname(),
  since: new Date().toISOString(),
  command: 'migrate up',
  processStart: null,
  ...here,
};

const options = {
  command: 'migrate up',
  timeout: 0,
  signal: new AbortController().signal,
  onWait: () => undefined,
};

function lockedFolder(content: string, name = '4711-a.json'): string {
  const folder = join(realTemporaryFolder(), 'data');
  writeFiles(lockFolder(folder), { [name]: content });
  return folder;
}

/** The system's folder for temporary files is itself a link on some. */
function realTemporaryFolder(): string {
  const folder = join(temporaryFolder(), 'real');
  mkdirSync(folder);
  return folder;
}

const entry = (changes: object): string => JSON.stringify({ ...living, ...changes });
const files = (folder: string): string[] => readdirSync(lockFolder(folder));

describe('an entry counts as alive', () => {
  it.each<[string, object, RegExp | null]>([
    ['of a living process', {}, null],
    ['without what another system does not tell', { pidNamespace: null, bootId: null }, null],
    ['of another host', { host: 'another', pid: deadPid }, /another host/],
    ['of another host after another boot', { host: 'another', bootId: 'b', since: '2001' }, /another host/],
  ])('%s', async (_case, changes, unasked) => {
    const folder = lockedFolder(entry(changes));
    const [holder] = await folderHolders(folder);
    if (unasked === null) expect(holder?.unasked).toBeNull();
    else expect(holder?.unasked).toMatch(unasked);
    await expect(acquireFolderLock(folder, options)).rejects.toMatchObject({
      code: 'LOCK_TIMEOUT',
      exitCode: 3,
      hint:
        unasked === null ? expect.stringMatching(/end that process/) : expect.stringMatching(/lock release/),
    });
    expect(files(folder)).toEqual(['4711-a.json']);
  });

  it.runIf(hasProc).each<[string, object, RegExp]>([
    ['of another PID namespace', { pidNamespace: 'pid:[1]', pid: deadPid }, /PID namespace/],
    ['of another host of the same name', { bootId: 'b', pid: deadPid }, /same name/],
  ])('%s', async (_case, changes, unasked) => {
    const folder = lockedFolder(entry(changes));
    expect((await folderHolders(folder))[0]?.unasked).toMatch(unasked);
    await breakFolderLock(folder);
    expect(files(folder)).toEqual([]);
  });
});

describe('an entry counts as dead, and goes away', () => {
  it('of a process that has ended', async () => {
    const folder = lockedFolder(entry({ pid: deadPid }));
    expect(await folderHolders(folder)).toEqual([]);
    expect(files(folder)).toEqual([]);
  });

  it.runIf(hasProc).each<[string, object]>([
    ['of an earlier boot', { bootId: 'b', since: '2001-01-01T00:00:00.000Z' }],
    ['of an earlier process with the number', { processStart: '1' }],
  ])('%s', async (_case, changes) => {
    const folder = lockedFolder(entry(changes));
    expect(await folderHolders(folder)).toEqual([]);
    expect(files(folder)).toEqual([]);
  });
});

describe('an unreadable entry', () => {
  it.each([
    ['empty', ''],
    ['half', '{"pid":12,'],
    ['null', 'null'],
    ['without members', '{"pid":12}'],
    ['with a pid that is none', entry({ pid: -1 })],
  ])('(%s) blocks, names its file, and can be released', async (_case, content) => {
    const folder = lockedFolder(content);
    const file = join(await realFolder(lockFolder(folder)), '4711-a.json');
    const [holder] = await folderHolders(folder);
    expect(holder).toMatchObject({ pid: null, description: expect.stringContaining(file) });
    await expect(acquireFolderLock(folder, options)).rejects.toMatchObject({
      code: 'LOCK_TIMEOUT',
      message: expect.stringContaining(`cannot be read: ${file}`),
    });
    await breakFolderLock(folder);
    expect(files(folder)).toEqual([]);
  });
});

describe('the lock', () => {
  it('is not taken from a process that lives here', async () => {
    const folder = lockedFolder(entry({}));
    writeFiles(lockFolder(folder), { '1-b.json': '' });
    await expect(breakFolderLock(folder)).rejects.toMatchObject({
      code: 'LOCK_HELD',
      exitCode: 3,
      message: expect.stringContaining(`process ${process.pid} is alive`),
      hint: expect.stringContaining(`${process.pid}`),
    });
    expect(files(folder).sort()).toEqual(['1-b.json', '4711-a.json']);
  });

  it('says where its process runs', async () => {
    const folder = join(realTemporaryFolder(), 'data');
    const release = await acquireFolderLock(folder, options);
    const [name = ''] = files(folder);
    expect(JSON.parse(readFileSync(join(lockFolder(folder), name), 'utf8'))).toMatchObject({
      pid: process.pid,
      ...here,
    });
    await release();
    expect(files(folder)).toEqual([]);
  });

  it('removes the drafts of dead processes only', async () => {
    const folder = lockedFolder('{', `${deadPid}-a.json.draft`);
    writeFiles(lockFolder(folder), { [`${process.pid}-b.json.draft`]: '{', unfinished: '' });
    await (await acquireFolderLock(folder, options))();
    expect(files(folder).sort()).toEqual([`${process.pid}-b.json.draft`, 'unfinished'].sort());
  });

  it.runIf(process.platform !== 'win32')('is one for all names of a folder', async () => {
    const parent = realTemporaryFolder();
    symlinkSync('data', join(parent, 'link'));
    symlinkSync(parent, join(parent, 'again'));
    const release = await acquireFolderLock(join(parent, 'link'), options);
    for (const name of ['data', 'link', 'again/data', 'again/link']) {
      await expect(acquireFolderLock(join(parent, name), options)).rejects.toMatchObject({
        code: 'LOCK_TIMEOUT',
      });
    }
    await release();
    expect(existsSync(join(parent, 'link.lock'))).toBe(false);
  });
});

it('is given back only once a database that fails at its first query is closed', async () => {
  const folder = join(realTemporaryFolder(), 'data');
  const { PGlite } = pgliteModule();
  const { close, query } = PGlite.prototype;
  let lockedWhenClosed: number | null = null;
  // PGlite asks something itself while it starts, which has to work.
  vi.spyOn(PGlite.prototype, 'query').mockImplementation(function (
    this: InstanceType<typeof PGlite>,
    sql,
    ...more
  ) {
    if (sql.includes('server_version')) throw new Error('broken');
    return query.call(this, sql, ...more) as ReturnType<typeof query<never>>;
  });
  vi.spyOn(PGlite.prototype, 'close').mockImplementation(async function (this: InstanceType<typeof PGlite>) {
    await close.call(this);
    lockedWhenClosed = files(folder).length;
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const opening = openPglite(embeddedTarget(folder, folder), {
    ...options,
    lockTimeout: 0,
    retryFor: 0,
    retryAll: false,
    create: true,
  });
  await expect(opening).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(lockedWhenClosed).toBe(1);
  expect(files(folder)).toEqual([]);
});
