import { exitCodes } from '../../errors.ts';
import {
  checkFolderLockBreakable,
  type LockStatus,
  readFolderLock,
  readLock,
  releaseFolderLock,
  releaseLock,
} from '../../migrate/lock/lock-holder.ts';
import type { Handler, Outcome } from '../command.ts';
import { requireConsent } from '../consent.ts';
import type { Context } from '../context.ts';
import { withSession } from '../project-database.ts';

interface Breaking {
  /** Throws where the lock must not be broken, whoever consents. */
  readonly check: () => Promise<void>;
  readonly run: () => Promise<void>;
}

/** The lock, and how to break it: that of a folder is read without opening the folder. */
async function withLock(
  context: Context,
  options: Parameters<Handler>[2],
  work: (status: LockStatus, breaking: Breaking) => Promise<Outcome>,
): Promise<Outcome> {
  const target = (await context.project()).target();
  if (target.kind === 'pglite') {
    return work(await readFolderLock(target), {
      check: () => checkFolderLockBreakable(target),
      run: () => releaseFolderLock(target),
    });
  }
  return withSession(context, options, { writes: false }, async ({ database, lock }) => {
    const status = await readLock(database, lock.table);
    return work(status, {
      check: async () => undefined,
      run: () => releaseLock(database, status.holder),
    });
  });
}

export const status: Handler = async (context, _args, options) =>
  withLock(context, options, async (lock) => ({
    exitCode: exitCodes.ok,
    isData: true,
    json: { held: lock.held, ...(lock.holder === null ? {} : { holder: lock.holder.description }) },
    text: () =>
      lock.held
        ? `The migration lock is held by ${lock.holder?.description ?? 'a session that the server does not tell'}.`
        : 'The migration lock is free.',
  }));

export const release: Handler = async (context, _args, options) =>
  withLock(context, options, async (lock, breaking) => {
    const outcome = (released: boolean, text: string): Outcome => ({
      exitCode: exitCodes.ok,
      json: { released },
      text: () => text,
    });
    if (!lock.held) return outcome(false, 'The migration lock is free already.');
    const holder = lock.holder?.description ?? 'a session that the server does not tell';
    await breaking.check();
    await requireConsent(context, await context.project(), {
      about: [
        `The migration lock is held by ${holder}.`,
        'A migration that still runs there stops and is rolled back; on an embedded database end that process first.',
      ],
      question: 'Release the lock?',
      destructive: true,
    });
    await breaking.run();
    return outcome(true, `Released the lock that ${holder} held.`);
  });
