import type { Project } from '../../config/load.ts';
import { exitCodes } from '../../errors.ts';
import { planMigration } from '../../generate/generate.ts';
import type { Schema } from '../../schema/model.ts';
import { changeFindings } from '../../validate/change-findings.ts';
import type { Handler, Options, Outcome } from '../command.ts';
import type { Context } from '../context.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import { givenBy } from '../generate/flags.ts';
import {
  type Desired,
  desiredOf,
  generatedMembers,
  generatedText,
  generateMigration,
  readActual,
  readGivenDump,
  wantedChanges,
} from '../generate/generated.ts';
import { usage } from '../generate/object-names.ts';
import { loadEntities } from '../load-entities.ts';
import { withSession } from '../project-database.ts';

const run: Handler = async (context, [title], options) => {
  if (title === undefined && options.check !== true) {
    throw usage(
      'the migration needs a name',
      'Say in a few words what it does: quodsi-db migrate generate "add invoices".',
    );
  }
  const project = await context.project();
  const desired = desiredOf(await loadEntities(project));
  const { from } = options;
  const actual =
    typeof from === 'string'
      ? readGivenDump(context, from)
      : await withSession(context, options, { writes: false }, readActual);
  return options.check === true
    ? checkOutcome(context, actual, desired, options)
    : generateOutcome(context, project, { actual, desired, options, title: title ?? '' });
};

export default run;

async function generateOutcome(
  context: Context,
  project: Project,
  input: Parameters<typeof generateMigration>[2],
): Promise<Outcome> {
  const generated = await generateMigration(context, project, input);
  return {
    exitCode: exitCodes.ok,
    json: generatedMembers(generated),
    text: () => generatedText(context, generated),
  };
}

/** The changes as findings, in the words of "validate schema". */
async function checkOutcome(
  context: Context,
  actual: Schema,
  desired: Desired,
  options: Options,
): Promise<Outcome> {
  const { renames } = givenBy(options, actual, desired[actual.dialect]);
  const plan = planMigration({ actual, desired, renames, wanted: wantedChanges(options) });
  const findings =
    plan.up.length === 0
      ? []
      : plan.changes
          .flatMap((change) => changeFindings(change, actual.dialect))
          .map(({ finding }) => finding);
  const outcome = await findingsOutcome(
    context,
    { findings, skipped: [] },
    {
      passed: 'Nothing to generate: the database is what the entities declare.',
      members: generatedMembers({ plan, renames, path: null }),
    },
  );
  return plan.up.length === 0 ? outcome : { ...outcome, exitCode: exitCodes.findings };
}
