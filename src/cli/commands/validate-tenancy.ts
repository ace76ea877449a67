import { toSchema } from '../../entities/to-schema.ts';
import { introspect } from '../../introspect/introspect.ts';
import type { Validation } from '../../validate/finding.ts';
import { validateTenancy } from '../../validate/tenancy.ts';
import { tenancyRules } from '../../validate/tenancy-rules.ts';
import type { Handler, Options } from '../command.ts';
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
    findingsOutcome(context, await checkTenancy(session, entities, options), {
      passed: 'Every tenant-scoped table keeps its tenants apart.',
    }),
  );
};

export default run;

/** Looks at whether the tables, as they are and as they are declared, keep tenants apart. */
export async function checkTenancy(
  { project, database }: Session,
  loaded: readonly LoadedEntity[],
  options: Options,
): Promise<Validation> {
  const entities = loaded.map(({ entity }) => entity);
  const live = await introspect(database, { historyTable: project.migrations.table });
  const validation = validateTenancy(entities, toSchema(entities, database.dialect), live, {
    rules: chosenRules(tenancyRules, options, project.validate.rules),
    isIgnored: ignoredBy(options),
  });
  return withLocations(validation, loaded, project.configFile);
}
