import { exitCodes } from '../../errors.ts';
import { readCurrentStates } from '../../migrate/history/current-states.ts';
import { refuseUnfitHistory } from '../../migrate/history/history-check.ts';
import { planUp } from '../../migrate/plan.ts';
import { renderMigrations } from '../../migrate/script/render.ts';
import { noteOwner } from '../claimant.ts';
import type { Handler } from '../command.ts';
import { importModule, withSession } from '../project-database.ts';
import { count } from '../style.ts';
import { nothingToDo, terminated } from './run-report.ts';

const run: Handler = async (context, _args, options) =>
  withSession(context, options, { writes: false, compares: true }, async (session) => {
    const { database, history, directory, lock, readFiles } = session;
    const { files, states, owned } = await readCurrentStates(database, history, lock.table, readFiles);
    noteOwner(context, session, owned, files);
    refuseUnfitHistory(states, { allowOutOfOrder: options.allowOutOfOrder === true });
    const planned = planUp(states, {
      ...(typeof options.to === 'string' ? { to: options.to } : {}),
      ...(typeof options.step === 'number' ? { step: options.step } : {}),
    });
    const rendered = await renderMigrations(
      planned,
      'up',
      database.dialect,
      importModule(directory, context.signal),
    );
    return {
      exitCode: exitCodes.ok,
      isData: true,
      isExact: true,
      json: {
        migrations: rendered.map(({ file, transaction, statements, readsData }) => ({
          name: file.name,
          transaction,
          readsData,
          statements,
        })),
      },
      text: (style) => {
        if (rendered.length === 0) return nothingToDo(options);
        const blocks = rendered.map(({ file, transaction, statements, readsData }) =>
          [
            style.dim('-- ') + style.bold(file.name),
            ...(transaction ? [] : [style.warn('-- runs without a transaction')]),
            ...(readsData
              ? [style.warn('-- reads from the database: shown as if every answer were empty')]
              : []),
            ...statements.map(terminated),
          ].join('\n'),
        );
        return `${blocks.join('\n\n')}\n\n${style.dim('-- ')}"migrate up" would apply ${count(rendered.length, 'migration')}.`;
      },
    };
  });

export default run;
