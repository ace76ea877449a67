import { existsSync } from 'node:fs';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { makeMigration } from '../../migrate/source/make-migration.ts';
import type { Handler } from '../command.ts';
import { madeFile } from '../made-file.ts';
import { builtInMigrations, displayPath } from '../project-database.ts';

const run: Handler = async (context, [title = ''], options) => {
  if (options.sql === true && options.js === true) {
    throw new QuodsiDbError('USAGE', '--sql and --js exclude each other', {
      hint: 'Without either, the migration is TypeScript.',
      exitCode: exitCodes.usage,
    });
  }
  const { migrations } = await context.project();
  if (!migrations.explicit && !existsSync(migrations.directory)) {
    context.note(
      `${displayPath(context, migrations.directory)} is new: from now on its migrations run here, not the built-in ones. To go on from those, copy them into it: ${displayPath(context, builtInMigrations())}`,
    );
  }
  const kind = options.sql === true ? 'sql' : options.js === true ? 'js' : 'ts';
  const path = await makeMigration(migrations.directory, title, kind, new Date());
  return madeFile(context, path);
};

export default run;
