import { mergeValidations } from '../../validate/finding.ts';
import type { Handler } from '../command.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import { loadEntities } from '../load-entities.ts';
import { withSession } from '../project-database.ts';
import { checkRuleIds } from '../validation-rules.ts';
import { checkData } from './validate-data.ts';
import { checkSchema, schemaOptions } from './validate-schema.ts';
import { checkTenancy } from './validate-tenancy.ts';

const run: Handler = async (context, _args, options) => {
  const project = await context.project();
  checkRuleIds(project.validate.rules);
  const entities = await loadEntities(project);
  return withSession(context, options, { writes: false }, async (session) => {
    const schema = await checkSchema(session, entities, schemaOptions(options));
    const tenancy = await checkTenancy(session, entities, options);
    const data = await checkData(context, session, entities, options);
    return findingsOutcome(context, mergeValidations([schema.validation, tenancy, data]), {
      passed: 'Schema, tenancy and data are as declared.',
      members: { pending: schema.pending },
    });
  });
};

export default run;
