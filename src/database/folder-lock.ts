import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, QuodsiDbError } from '../errors.ts';

// PGlite does not guard its folder: two processes that open it at once destroy it. A lock by file times
// (proper-lockfile) would not do, since a long statement inside PGlite stops the event loop and with it the
// refreshing of the time. So each process that wants the folder writes a file of its own, under a name that is
// never used again, and then looks for others: of two that do so at once, at least one sees the other and steps
// back. The file of a dead process counts for nothing, and anyone may delete it.

/** What a process writes of itself. */
interface Entry {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** The command line's words, without values: `migrate up`. */
  readonly command: string;
  /** When the process began, as the system tells it; tells a process from a later one with its number. */
  readonly processStart: string | null;
  /** Within which its number means something: containers of one host may share its name, but not their processes. */
  readonly pidNamespace: string | null;
  readonly bootId: string | null;
}

/** Who has a folder open. */
export interface FolderHolder {
  readonly file: string;
  /** Null where the file cannot be read. */
  readonly pid: number | null;
  readonly since: string;
  /** `migrate up, process 4711 on host web-1, since 2026-01-31T10:00:00.000Z`. */
  readonly description: string;
  /** Why nobody here can ask whether the process lives; null for one that lives here. */
  readonly unasked: string | null;
}

const POLL = 50;
const DRAFT = '.draft';

/** Where the locks of `folder`, a real path, are kept: beside it, since PGlite owns what is inside. */
export function lockFolder(folder: string): string {
  return `${folder}.lock`;
}

/** The one path of a folder that several names lead to, also where the folder itself is not there yet. */
export async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const link = await readlink(folder).catch(() => null);
  if (link !== null) return realFolder(resolve(dirname(folder), link));
  const parent = dirname(folder);
  return parent === folder ? folder : join(await realFolder(parent), basename(folder));
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
  const locks = lockFolder(await realFolder(folder));
  await mkdir(locks, { recursive: true });
  const mine = join(locks, `${process.pid}-${randomUUID()}.json`);
  const deadline = Date.now() + options.timeout;
  let told = false;
  for (;;) {
    options.signal.throwIfAborted();
    const others = await holders(locks, mine);
    if (others.length === 0) {
      await writeEntry(mine, options.command);
      const rivals = await holders(locks, mine);
      if (rivals.length === 0) return () => rm(mine, { force: true });
      // Both saw each other: step back for a random moment, so that one comes first.
      await rm(mine, { force: true });
      await sleep(Math.random() * POLL, undefined, { signal: options.signal });
      if (Date.now() < deadline) continue;
      others.push(...rivals);
    }
    const [holder] = others;
    if (holder === undefined) continue;
    if (Date.now() >= deadline) throw lockTimeout(folder, holder, options.timeout);
    if (!told) {
      options.onWait(`${folder} is open in another process (${holder.description}); waiting for it`);
      told = true;
    }
    await sleep(Math.min(POLL, Math.max(1, deadline - Date.now())), undefined, { signal: options.signal });
  }
}

/** Who has the folder open now; those whose process lives here come first. */
export async function folderHolders(folder: string): Promise<FolderHolder[]> {
  return holders(lockFolder(await realFolder(folder)), '');
}

/** Throws LOCK_HELD, exit code 3, when a process that lives here has the folder open: its lock ends with it. */
export function refuseLivingHolder(folder: string, [first]: readonly FolderHolder[]): void {
  if (first === undefined || first.unasked !== null) return;
  throw new QuodsiDbError(
    'LOCK_HELD',
    `process ${first.pid} is alive and has ${folder} open (${first.description})`,
    {
      hint: `Two processes in one folder would destroy the database. End that process first (${endCommand(first)}): its lock ends with it.`,
      exitCode: exitCodes.locked,
    },
  );
}

/** Deletes the locks of all whose process cannot be asked. Throws LOCK_HELD when one lives here. */
export async function breakFolderLock(folder: string): Promise<void> {
  const present = await folderHolders(folder);
  refuseLivingHolder(folder, present);
  for (const { file } of present) await rm(file, { force: true });
}

function endCommand({ pid }: FolderHolder): string {
  return process.platform === 'win32' ? `taskkill /F /PID ${pid}` : `kill ${pid}`;
}

function lockTimeout(folder: string, holder: FolderHolder, timeout: number): QuodsiDbError {
  const way =
    holder.unasked === null
      ? `Run again when it is done, wait longer with --lock-timeout, or, when it hangs, end that process (${endCommand(holder)}).`
      : `Run again when it is done, or wait longer with --lock-timeout. Whether it still runs cannot be seen from here (${holder.unasked}): when nothing does, "quodsi-db migrate lock release" removes the lock.`;
  return new QuodsiDbError('LOCK_TIMEOUT', `${folder} is open in another process: ${holder.description}`, {
    hint: `Waited ${timeout / 1000} s. ${way}`,
    exitCode: exitCodes.locked,
  });
}

async function writeEntry(file: string, command: string): Promise<void> {
  const entry: Entry = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    command,
    processStart: await processStart(process.pid),
    pidNamespace: await pidNamespace(),
    bootId: await bootId(),
  };
  // Under its name it is complete from the first moment on, and after a power cut: nobody reads half an entry.
  const draft = `${file}${DRAFT}`;
  for (let attempt = 1; ; attempt += 1) {
    const handle = await open(draft, 'w');
    try {
      await handle.writeFile(JSON.stringify(entry));
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      await rename(draft, file);
      return;
    } catch (error) {
      // In another PID namespace this process looks dead, and its draft like a leftover.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === 5) throw error;
    }
  }
}

async function holders(locks: string, mine: string): Promise<FolderHolder[]> {
  const found: FolderHolder[] = [];
  for (const name of await lockFiles(locks)) {
    const file = join(locks, name);
    if (name.endsWith(DRAFT)) {
      if (!isRunning(Number.parseInt(name, 10))) await rm(file, { force: true });
      continue;
    }
    if (file === mine) continue;
    const holder = await readHolder(file);
    if (holder === 'dead') await rm(file, { force: true });
    else if (holder !== 'gone') found.push(holder);
  }
  const rank = (holder: FolderHolder): string => `${holder.unasked === null ? 0 : 1}${holder.since}`;
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Entries and their drafts. */
async function lockFiles(locks: string): Promise<string[]> {
  try {
    const all = await readdir(locks, { withFileTypes: true });
    return all
      .filter((one) => !one.isDirectory() && /\.json$|^\d+-.*\.json\.draft$/.test(one.name))
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readHolder(file: string): Promise<FolderHolder | 'dead' | 'gone'> {
  let entry: Entry | null = null;
  try {
    entry = parseEntry(await readFile(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Given back between listing and reading; on Windows a file being deleted reads as EPERM.
    if (code === 'ENOENT' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EBUSY')))
      return 'gone';
  }
  if (entry === null) {
    // Whoever wrote it may live: it blocks, until a person says otherwise.
    const description = `an unknown process, whose lock file cannot be read: ${file}`;
    return { file, pid: null, since: '', description, unasked: 'its lock file cannot be read' };
  }
  const [{ pid, host, since, command }, life] = [entry, await lifeOf(entry)];
  if (life === 'dead') return 'dead';
  const description = `${command}, process ${pid} on host ${host}, since ${since}`;
  return { file, pid, since, description, unasked: life === 'alive' ? null : life.unasked };
}

function parseEntry(text: string): Entry | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { pid, host, since, command, ...more } = value as Readonly<Record<string, unknown>>;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
  if (typeof host !== 'string' || typeof since !== 'string' || typeof command !== 'string') return null;
  const known = (member: unknown): string | null => (typeof member === 'string' ? member : null);
  return {
    pid,
    host,
    since,
    command,
    processStart: known(more.processStart),
    pidNamespace: known(more.pidNamespace),
    bootId: known(more.bootId),
  };
}

async function lifeOf(entry: Entry): Promise<'alive' | 'dead' | { readonly unasked: string }> {
  // What cannot be asked counts as alive: a process on another host, or in a second container on one volume.
  if (entry.host !== hostname()) return { unasked: 'it runs on another host' };
  if (differ(entry.bootId, await bootId())) {
    // Written since this system began, it is from another one of the same name and not from the boot before.
    const isEarlier = Date.parse(entry.since) < Date.now() - uptime() * 1000;
    return isEarlier ? 'dead' : { unasked: 'it runs on another host of the same name' };
  }
  if (differ(entry.pidNamespace, await pidNamespace()))
    return { unasked: 'it runs in another PID namespace, such as a container' };
  if (!isRunning(entry.pid)) return 'dead';
  return differ(entry.processStart, await processStart(entry.pid)) ? 'dead' : 'alive';
}

/** Whether both are known, and not the same. */
function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Null where the system has no /proc, as in the next two. */
async function pidNamespace(): Promise<string | null> {
  return readlink('/proc/self/ns/pid').catch(() => null);
}

async function bootId(): Promise<string | null> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return text.trim() || null;
}

/** When a process began, in clock ticks since boot. */
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
