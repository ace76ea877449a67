import { readLock } from '../../migrate/lock/lock-holder.ts';
import { type DatabaseCheck, ok, servers, warning } from '../check.ts';

/** Whether somebody migrates just now. */
export const lock: DatabaseCheck = {
  id: 'lock',
  on: servers,
  async run({ database, historyTable }) {
    const { held, holder } = await readLock(database, historyTable);
    if (!held) return ok('free');
    return warning(
      `held by ${holder?.description ?? 'a session that the server does not tell'}`,
      'Somebody migrates: wait for it. When it hangs, "quodsi-db migrate lock release" ends that session.',
    );
  },
};
