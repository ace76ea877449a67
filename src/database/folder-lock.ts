import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, QuodsiDbError } from '../errors.ts';

// PGlite does not guard its folder: two processes that open it at once destroy it. A lock by file times
// (proper-lockfile) would not do, since a long statement inside PGlite stops the event loop and with it the
// refreshing of the time. So each process that wants the folder writes a file of its own, under a name that is
// never used again, and then looks for others: of two that do so at once, at least one sees the other and steps
// back. The file of a dead process counts for nothing, and anyone may delete it.

/** Who has a folder open. */
export interface FolderHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** The command line's words, without values: `migrate up`. */
  readonly command: string;
  /** When the process began, as the system tells it; tells a process from a later one with its number. */
  readonly processStart: string | null;
}

interface Entry {
  readonly file: string;
  readonly holder: FolderHolder;
}

const POLL = 50;
const SUFFIX = '.lock';

/** Where the locks of `folder` are kept: beside it, since PGlite owns what is inside. */
export function lockFolder(folder: string): string {
  return `${folder}${SUFFIX}`;
}

export interface FolderLockOptions {
  readonly command: string;
  /** Milliseconds to wait for the present holder. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly onWait: (message: string) => void;
}

/**
 * Takes the folder for this process alone; resolves to the function that gives it back.
 * Throws LOCK_TIMEOUT, exit code 3, naming the holder.
 */
export async function acquireFolderLock(
  folder: string,
  options: FolderLockOptions,
): Promise<() => Promise<void>> {
  const locks = lockFolder(folder);
  await mkdir(locks, { recursive: true });
  const mine = join(locks, `${process.pid}-${randomUUID()}.json`);
  const deadline = Date.now() + options.timeout;
  let told = false;
  for (;;) {
    options.signal.throwIfAborted();
    const others = await liveEntries(locks, mine);
    if (others.length === 0) {
      await writeEntry(mine, options.command);
      const rivals = await liveEntries(locks, mine);
      if (rivals.length === 0) return () => rm(mine, { force: true });
      // Both saw each other: step back for a random moment, so that one comes first.
      await rm(mine, { force: true });
      await sleep(Math.random() * POLL, undefined, { signal: options.signal });
      if (Date.now() < deadline) continue;
      others.push(...rivals);
    }
    const holder = others[0]?.holder;
    if (holder === undefined) continue;
    if (Date.now() >= deadline) throw lockTimeout(folder, holder, options.timeout);
    if (!told) {
      options.onWait(`${folder} is open in another process (${describeHolder(holder)}); waiting for it`);
      told = true;
    }
    await sleep(Math.min(POLL, Math.max(1, deadline - Date.now())), undefined, { signal: options.signal });
  }
}

/** Who has the folder open now, if anyone. */
export async function folderHolder(folder: string): Promise<FolderHolder | null> {
  const entries = await liveEntries(lockFolder(folder), '');
  return entries[0]?.holder ?? null;
}

/** Deletes every lock on the folder, also those of living processes. */
export async function breakFolderLock(folder: string): Promise<void> {
  const locks = lockFolder(folder);
  for (const name of await lockFiles(locks)) await rm(join(locks, name), { force: true });
}

/** `migrate up, process 4711 on host web-1, since 2026-01-31T10:00:00.000Z`. */
export function describeHolder(holder: FolderHolder): string {
  return `${holder.command}, process ${holder.pid} on host ${holder.host}, since ${holder.since}`;
}

function lockTimeout(folder: string, holder: FolderHolder, timeout: number): QuodsiDbError {
  const elsewhere =
    holder.host === hostname()
      ? ''
      : ' That is another host: whether it still runs cannot be seen from here.';
  return new QuodsiDbError(
    'LOCK_TIMEOUT',
    `${folder} is open in another process: ${describeHolder(holder)}`,
    {
      hint: `Waited ${timeout / 1000} s. Run again when it is done, wait longer with --lock-timeout, or, when it hangs, end that process.${elsewhere} "quodsi-db migrate lock release" removes the lock.`,
      exitCode: exitCodes.locked,
    },
  );
}

async function writeEntry(file: string, command: string): Promise<void> {
  const holder: FolderHolder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    command,
    processStart: await processStart(process.pid),
  };
  // Under its name it is complete from the first moment on: nobody reads half a holder.
  const draft = `${file}.draft`;
  await writeFile(draft, JSON.stringify(holder));
  await rename(draft, file);
}

async function liveEntries(locks: string, mine: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await lockFiles(locks)) {
    const file = join(locks, name);
    if (file === mine) continue;
    const holder = await readHolder(file);
    if (holder === null) continue;
    if (await isAlive(holder)) entries.push({ file, holder });
    else await rm(file, { force: true });
  }
  return entries.sort((a, b) => (a.holder.since < b.holder.since ? -1 : 1));
}

async function lockFiles(locks: string): Promise<string[]> {
  try {
    return (await readdir(locks)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readHolder(file: string): Promise<FolderHolder | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as FolderHolder;
  } catch (error) {
    // Given back between listing and reading; on Windows a file being deleted reads as EPERM.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EPERM' || code === 'EBUSY') return null;
    throw error;
  }
}

async function isAlive(holder: FolderHolder): Promise<boolean> {
  // A process on another host, as in a second container on one volume, cannot be asked: it counts as alive.
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = await processStart(holder.pid);
  return start === null || holder.processStart === null || start === holder.processStart;
}

/** When a process began, in clock ticks since boot; null where the system has no /proc. */
async function processStart(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: field 22; the name in field 2 may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[19] ?? null;
  } catch {
    return null;
  }
}
