import type { Project } from '../../config/load.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { Handler } from '../command.ts';
import type { Context } from '../context.ts';
import { ask, canAsk } from '../prompts.ts';
import { describeJob } from '../seed/describe-job.ts';
import type { SeedJob } from '../seed/job.ts';
import { performJob } from '../seed/perform-job.ts';
import { planFields } from '../seed/plan-fields.ts';
import { previewJob, previewText } from '../seed/preview.ts';
import { repeatCommand, withRepeat } from '../seed/repeat-command.ts';
import { withSeedSession } from '../seed/seed-session.ts';
import { hasSeedFiles, readSeeds } from '../seed-files/seed-folder.ts';

const run: Handler = async (context, _args, options) => {
  if (!canAsk(context)) throw nobodyToAsk();
  const project = await context.project();
  const scripts = (await hasSeedFiles(project)) ? (await readSeeds(project)).map(({ name }) => name) : [];
  // Before anybody answers questions for nothing; seed files may write wherever they like. Closed meanwhile, since a person may
  // take their time.
  const looked = scripts.length === 0;
  if (looked)
    await withSeedSession(context, options, { looked: false, dryRun: false }, async () => undefined);
  const { askJob } = await import('../seed/questions.ts');
  const job = await askJob(context, scripts);
  await confirmJob(context, project, job);
  const outcome = await performJob(context, options, job, { dryRun: false }, looked);
  return outcome.error === undefined ? withRepeat(outcome, repeatCommand(context, project, job)) : outcome;
};

export default run;

/** Shows what will be written where, and asks. Enter is a yes, but on a protected environment a no. */
async function confirmJob(context: Context, project: Project, job: SeedJob): Promise<void> {
  const { global, streams, style } = context;
  const previews = await previewJob(context, job);
  const where = [
    `database     ${style.bold(project.target().label)}`,
    ...(project.environment === null ? [] : [`environment  ${style.bold(project.environment)}`]),
  ].join('\n');
  context.show(
    [
      '',
      ...(previews.length === 0 ? [] : [previewText(previews, style, streams.stderr.columns ?? 80), '']),
      project.protected ? `${where}, ${style.warn('protected')}` : where,
    ].join('\n'),
  );
  if (global.yes) return;
  const agreed = await ask(context, ({ confirm }, terminal) =>
    confirm({ message: `Write ${describeJob(job)}?`, default: !project.protected }, terminal),
  );
  if (!agreed) {
    throw new QuodsiDbError('REFUSED', 'nothing was written', { exitCode: exitCodes.refused });
  }
}

function nobodyToAsk(): QuodsiDbError {
  return new QuodsiDbError('REFUSED', 'seed asks what to write, and nobody is there to answer', {
    details: [
      'the demo set: quodsi-db seed run --set demo',
      `generated rows: quodsi-db seed run ${planFields.map(({ option }) => option.flags).join(' ')}`,
      'rows of a file: quodsi-db seed run --file <path> --into tenants|users --skip-invalid',
      'seed files: quodsi-db seed run <name…>',
    ],
    hint: 'Say it with the flags of "quodsi-db seed run".',
    exitCode: exitCodes.refused,
  });
}
