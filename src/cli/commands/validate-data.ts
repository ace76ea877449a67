import { rowHiding } from '../../introspect/hidden-rows.ts';
import { introspect } from '../../introspect/introspect.ts';
import { validateData } from '../../validate/data.ts';
import { dataRules } from '../../validate/data-rules.ts';
import type { Validation } from '../../validate/finding.ts';
import type { Handler, Options } from '../command.ts';
import type { Context } from '../context.ts';
import { withLocations } from '../entity-locations.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import { type LoadedEntity, loadEntities } from '../load-entities.ts';
import { type Session, withSession } from '../project-database.ts';
import { chosenRules, ignoredBy } from '../rule-options.ts';
import { checkRuleIds } from '../validation-rules.ts';

const run: Handler = async (context, _args, options) => {
  const project = await context.project();
  checkRuleIds(project.validate.rules);
  const entities = await loadEntities(project);
  return withSession(context, options, { writes: false }, async (session) =>
    findingsOutcome(context, await checkData(context, session, entities, options), {
      passed: 'The data is what the entities declare.',
    }),
  );
};

export default run;

/** Looks for rows that should not be there. Nothing is locked meanwhile: a table may have a million rows. */
export async function checkData(
  context: Context,
  { project, database }: Session,
  entities: readonly LoadedEntity[],
  options: Options,
): Promise<Validation> {
  const live = await introspect(database, { historyTable: project.migrations.table });
  const validation = await validateData(
    database,
    entities.map(({ entity }) => entity),
    live,
    {
      rules: chosenRules(dataRules, options, project.validate.rules),
      isIgnored: ignoredBy(options),
      hidesRows: await rowHiding(database),
      signal: context.signal,
      onProgress: (table, rows) => {
        // A table that is read at once needs no progress.
        if (rows >= progressFrom) context.progress(`${table}: ${rows} rows read`);
      },
    },
  );
  return withLocations(validation, entities, project.configFile);
}

const progressFrom = 100_000;
