import { exitCodes } from '../../errors.ts';
import { readCurrentStates } from '../../migrate/history/current-states.ts';
import type { MigrationState, MigrationStatus } from '../../migrate/history/history-check.ts';
import { noteOwner } from '../claimant.ts';
import type { Handler, Outcome } from '../command.ts';
import { withSession } from '../project-database.ts';
import { columns, moment, type Style } from '../style.ts';

const run: Handler = async (context, _args, options) =>
  withSession(context, options, { writes: false, compares: true }, async (session) => {
    const { database, history, lock, readFiles } = session;
    const { files, states, owned } = await readCurrentStates(database, history, lock.table, readFiles);
    const isOthers = noteOwner(context, session, owned, files);
    return statusOutcome(states, options.exitCode === true, isOthers);
  });

export default run;

function statusOutcome(states: readonly MigrationState[], useExitCode: boolean, isOthers: boolean): Outcome {
  const fitting: readonly MigrationStatus[] = ['applied', 'pending', 'running'];
  const unfit = states.some(({ status }) => !fitting.includes(status));
  const pending = states.some(({ status }) => status === 'pending' || status === 'running');
  const exitCode = unfit ? exitCodes.history : pending ? exitCodes.findings : exitCodes.ok;
  return {
    exitCode: useExitCode ? exitCode : exitCodes.ok,
    json: {
      migrations: states.map(({ name, status, appliedAt }) => ({
        name,
        status,
        ...(appliedAt === null ? {} : { appliedAt: appliedAt.toISOString() }),
      })),
    },
    text: (style) => statusText(states, style, isOthers ? OF_OTHERS : ways),
    isData: true,
  };
}

const order: readonly MigrationStatus[] = [
  'applied',
  'running',
  'pending',
  'out-of-order',
  'altered',
  'missing',
  'failed',
];

const ways: Partial<Record<MigrationStatus, string>> = {
  running: 'another process is at it, see "migrate lock status"',
  'out-of-order': 'older than the newest applied: rename it, or apply it with --allow-out-of-order',
  altered: 'changed after it was applied: restore the file, or accept it with "migrate repair"',
  missing: 'applied, but its file is gone: bring it back, or forget it with "migrate repair"',
  failed: 'stopped half-way: settle it with "migrate mark <name> --applied | --reverted"',
};

/** Nothing of another project's history is to be mended here. */
const OF_OTHERS: typeof ways = { missing: 'applied by the other project' };

function statusText(states: readonly MigrationState[], style: Style, hints: typeof ways): string {
  const paint: Record<MigrationStatus, (text: string) => string> = {
    applied: style.good,
    pending: style.warn,
    running: style.warn,
    'out-of-order': style.bad,
    altered: style.bad,
    missing: style.bad,
    failed: style.bad,
  };
  const rows = states.map(({ name, status, appliedAt }) => [
    status,
    name,
    appliedAt === null ? '' : moment(appliedAt),
  ]);
  const table = columns(rows, (text, row, column) => {
    const status = states[row]?.status ?? 'applied';
    return column === 0 ? paint[status](text) : column === 2 ? style.dim(text) : text;
  });
  const present = order.filter((status) => states.some((state) => state.status === status));
  const summary = present.map(
    (status) => `${states.filter((state) => state.status === status).length} ${status}`,
  );
  const told = present.flatMap((status) => (hints[status] ? [`  ${status}: ${hints[status]}`] : []));
  return [table, '', `${summary.join(', ')}.`, ...told].join('\n');
}
