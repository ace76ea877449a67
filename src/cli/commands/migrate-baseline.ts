import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { readAlembicHead, readKnexHistory } from '../../migrate/history/foreign-history.ts';
import { compareHistory } from '../../migrate/history/history-check.ts';
import { type PlanSettlements, planBaseline, planBaselineNames } from '../../migrate/history/settle.ts';
import { type MigrationFile, readMigrations } from '../../migrate/source/migration-file.ts';
import { proveBaseline } from '../baseline-proof.ts';
import type { Handler, Options } from '../command.ts';
import { type Session, withSession } from '../project-database.ts';
import { settleAndReport } from './settle-report.ts';

const run: Handler = async (context, [name], options) => {
  if (options.fromKnex === true && options.fromAlembic === true) {
    throw usage(
      '--from-knex and --from-alembic exclude each other',
      'Use the one whose table the database has.',
    );
  }
  if (name === undefined && options.fromKnex !== true && options.fromAlembic !== true) {
    throw usage(
      'baseline needs the name of the last migration that the database contains already',
      'quodsi-db migrate baseline <name>, or --from-knex, or --from-alembic.',
    );
  }
  return withSession(context, options, { writes: true }, async (session) => {
    const files = await readMigrations(session.directory);
    const plan = await planOf(session, files, name, options);
    if (options.unproven !== true) {
      const rows = (await session.history.read(session.database)) ?? [];
      const planned = plan(compareHistory(files, rows), rows).map(({ entry }) => entry.name);
      if (planned.length > 0) {
        await proveBaseline(context, session, files, [...planned, ...rows.map((row) => row.name)]);
      }
    }
    const nothing = 'Nothing to do: those migrations are recorded as applied already.';
    return settleAndReport(context, session, plan, nothing);
  });
};

export default run;

async function planOf(
  { database }: Session,
  files: readonly MigrationFile[],
  name: string | undefined,
  options: Options,
): Promise<PlanSettlements> {
  if (options.fromKnex === true) {
    const names = await readKnexHistory(database, files);
    const plan = planBaselineNames(names, 'from knex_migrations');
    if (name === undefined) return plan;
    const last = planBaseline(name, 'from knex_migrations');
    return (states, rows) => last(states, rows).filter(({ entry }) => names.has(entry.name));
  }
  if (options.fromAlembic === true) {
    const { revision, migration } = await readAlembicHead(database, files);
    const last = name ?? migration;
    if (last === null) {
      throw usage(
        `no migration here stands for Alembic's revision ${revision}`,
        `Name the last one that the database contains already: quodsi-db migrate baseline <name> --from-alembic; or write "alembic: ${revision}" in a comment of that migration.`,
      );
    }
    return planBaseline(last, `from alembic_version ${revision}`);
  }
  return planBaseline(name ?? '', 'by hand');
}

function usage(message: string, hint: string): QuodsiDbError {
  return new QuodsiDbError('USAGE', message, { hint, exitCode: exitCodes.usage });
}
