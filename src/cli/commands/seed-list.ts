import { exitCodes } from '../../errors.ts';
import { readLock } from '../../migrate/lock/lock-holder.ts';
import { openSeedRecord } from '../../seed/record.ts';
import { loadSeeds } from '../../seed/scripts/seed-script.ts';
import { compareSeeds, type SeedState, type SeedStatus } from '../../seed/scripts/seed-states.ts';
import type { Handler, Outcome } from '../command.ts';
import { packageVersion } from '../package.ts';
import { displayPath, importModule, withSession } from '../project-database.ts';
import { readAnySeeds } from '../seed-files/seed-folder.ts';
import { columns, moment, type Style } from '../style.ts';

const run: Handler = async (context, _args, options) => {
  const { directory } = (await context.project()).seeds;
  return withSession(context, options, { writes: false }, async ({ project, database, lock }) => {
    const seeds = await loadSeeds(await readAnySeeds(project), importModule(directory, context.signal));
    const record = openSeedRecord(database, lock.table, packageVersion());
    const read = async (locked: boolean): Promise<SeedState[]> =>
      compareSeeds(seeds, (await record.read(database)) ?? [], locked);
    const states = await read(false);
    // One that runs without a transaction shows before it is done; whether it stopped half-way, only the lock tells.
    const unclear =
      database.target.kind !== 'pglite' && states.some(({ status }) => status === 'interrupted');
    // It may have ended between the two looks.
    const settled = unclear ? await read((await readLock(database, lock.table)).held) : states;
    return listOutcome(
      settled,
      `No seed files in ${displayPath(context, directory)}. Write one: quodsi-db seed make <name>`,
    );
  });
};

export default run;

function listOutcome(states: readonly SeedState[], nothing: string): Outcome {
  return {
    exitCode: exitCodes.ok,
    json: {
      seeds: states.map(({ name, status, seed, row, changed }) => ({
        name,
        ...(seed === null
          ? {}
          : { file: seed.file.path, run: seed.config.run, transaction: seed.config.transaction }),
        status,
        changed,
        ...(row === null ? {} : { lastRun: row.at.toISOString(), durationMs: row.durationMs }),
      })),
    },
    text: (style) => (states.length === 0 ? nothing : listText(states, style)),
    isData: true,
  };
}

const order: readonly SeedStatus[] = [
  'done',
  'always',
  'running',
  'pending',
  'changed',
  'interrupted',
  'missing',
];

const ways: Partial<Record<SeedStatus, string>> = {
  running: 'another process is at it, see "migrate lock status"',
  changed: 'its file has changed since it ran, so that it runs again',
  interrupted:
    'stopped half-way, outside a transaction: look at the database, then run it anew with "seed run <name> --force"',
  missing: 'it ran, and its file is gone',
};

function listText(states: readonly SeedState[], style: Style): string {
  const paint: Record<SeedStatus, (text: string) => string> = {
    done: style.good,
    always: style.good,
    running: style.warn,
    pending: style.warn,
    changed: style.warn,
    interrupted: style.bad,
    missing: style.dim,
  };
  const rows = states.map(({ name, status, seed, row, changed }) => [
    status,
    name,
    seed?.config.run ?? '',
    row === null
      ? 'never ran'
      : `${moment(row.at)}${changed && status !== 'changed' ? ', file changed since' : ''}`,
  ]);
  const table = columns(rows, (text, row, column) => {
    const status = states[row]?.status ?? 'done';
    return column === 0 ? paint[status](text) : column === 1 ? text : style.dim(text);
  });
  const present = order.filter((status) => states.some((state) => state.status === status));
  const summary = present.map(
    (status) => `${states.filter((state) => state.status === status).length} ${status}`,
  );
  const hints = present.flatMap((status) => (ways[status] ? [`  ${status}: ${ways[status]}`] : []));
  return [table, '', `${summary.join(', ')}.`, ...hints].join('\n');
}
