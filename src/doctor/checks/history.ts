import { isHidden } from '../../database/tool-table.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { currentStates } from '../../migrate/history/current-states.ts';
import { openHistory } from '../../migrate/history/history.ts';
import { type MigrationState, refuseUnfitHistory } from '../../migrate/history/history-check.ts';
import { ownerAdvice, ownershipOf, toldOwner } from '../../migrate/history/ownership.ts';
import { type Answer, type DatabaseCheck, everywhere, ok, problem, skipped, warning } from '../check.ts';

/** Whether the history is there and fits the files. */
export const history: DatabaseCheck = {
  id: 'history',
  on: everywhere,
  async run({ database, historyTable, owner, toolVersion, files, mssqlRights }) {
    if (files === null) return skipped('the migrations cannot be read');
    const opened = openHistory(database, historyTable, toolVersion);
    const hidden = skipped('the login may not see whether it is there: see right-history');
    let rows: Awaited<ReturnType<typeof opened.read>>;
    try {
      rows = await opened.read(database);
    } catch (error) {
      if (isHidden(error)) return hidden;
      throw error;
    }
    if (rows === null) {
      // SQL Server shows a table only to who has a right on it.
      if (database.dialect === 'mssql' && (await mssqlRights()).missingOnHistory.length > 0) return hidden;
      return ok(`${historyTable} is not there yet: the first "migrate up" makes it; ${files.length} pending`);
    }
    const { states, owned } = await currentStates(database, opened, historyTable, files);
    const ownership = ownershipOf(owned, files, owner);
    if (owned.owner === null || ownership === 'fitting' || ownership === 'free') return judgeHistory(states);
    const message = toldOwner(owned.owner, owner.project, database.target.label);
    const advice = ownerAdvice(owned.owner);
    // What it lacks or has besides is the other project's.
    if (ownership === 'foreign') return { ...problem(message, advice), exitCode: exitCodes.refused };
    const answer = judgeHistory(states);
    return answer.status === 'ok' ? warning(message, advice) : answer;
  },
};

export function judgeHistory(states: readonly MigrationState[]): Answer {
  try {
    refuseUnfitHistory(states, { allowOutOfOrder: false });
  } catch (error) {
    if (!(error instanceof QuodsiDbError)) throw error;
    const message = [error.message, ...error.details].join('; ');
    const advice = error.hint ?? '';
    // Another process is at it, which is no fault of the history.
    if (error.exitCode !== exitCodes.history) return warning(message, advice);
    return { status: 'problem', message, advice, exitCode: error.exitCode };
  }
  const number = (status: MigrationState['status']) =>
    states.filter((state) => state.status === status).length;
  return ok(`fits the files: ${number('applied')} applied, ${number('pending')} pending`);
}
