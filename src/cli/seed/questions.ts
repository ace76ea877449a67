import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { QuodsiDbError } from '../../errors.ts';
import { checkPlan } from '../../seed/generate/check-plan.ts';
import { defaultPlan, type SeedPlan } from '../../seed/generate/plan.ts';
import type { Context } from '../context.ts';
import { ask } from '../prompts.ts';
import { checkNames } from './check-names.ts';
import type { FileJob, SeedJob } from './job.ts';
import { type PlanField, planFields } from './plan-fields.ts';

/** Asks a person what to write; Enter takes what is usual. */
export async function askJob(context: Context, scripts: readonly string[]): Promise<SeedJob> {
  const kind = await ask(context, ({ select }, terminal) =>
    select<SeedJob['kind']>(
      {
        message: 'What to write',
        choices: [
          { value: 'demo', name: 'The demo set: three tenants with three users each' },
          { value: 'generated', name: 'Generated tenants and users, as many as you like' },
          { value: 'file', name: 'The rows of a file: CSV, JSON, NDJSON' },
          ...(scripts.length === 0
            ? []
            : [{ value: 'scripts' as const, name: `The project's seed files (${scripts.length})` }]),
        ],
      },
      terminal,
    ),
  );
  switch (kind) {
    case 'demo':
      return { kind };
    case 'generated':
      return { kind, plan: await askPlan(context) };
    case 'file':
      return askFile(context);
    case 'scripts':
      return { kind, names: await askScripts(context, scripts), force: false };
  }
}

async function askPlan(context: Context): Promise<SeedPlan> {
  let plan = defaultPlan;
  for (const field of planFields) {
    const { question, put, show } = field;
    if (question === undefined) continue;
    const sofar = plan;
    const answer = await ask(context, ({ input }, terminal) =>
      input(
        {
          message: question,
          default: show(sofar),
          validate: (text) => faultOf(field, sofar, text) ?? true,
        },
        terminal,
      ),
    );
    plan = put(plan, answer);
  }
  return plan;
}

/** What is wrong with an answer, and what would be right. */
function faultOf({ put, flag }: PlanField, plan: SeedPlan, text: string): string | undefined {
  try {
    const next = put(plan, text);
    checkNames(next);
    checkPlan(next);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return `Expected ${error.message}.`;
    if (!(error instanceof QuodsiDbError)) throw error;
    const message = error.message.replace(`${flag}: `, '');
    return [`${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`, error.hint].join(' ').trim();
  }
}

async function askFile(context: Context): Promise<FileJob> {
  const path = await ask(context, ({ input }, terminal) =>
    input(
      {
        message: 'File',
        validate: (text) => {
          if (text.trim() === '') return 'Name a file: data/users.csv.';
          const found = statSync(resolve(context.global.cwd, text), { throwIfNoEntry: false });
          if (found?.isFile()) return true;
          return found === undefined ? `There is no file ${text} here.` : `${text} is not a file.`;
        },
      },
      terminal,
    ),
  );
  const table = await ask(context, ({ select }, terminal) =>
    select<'tenants' | 'users' | null>(
      {
        message: 'Its rows are',
        choices: [{ value: null, name: 'what its columns tell' }, { value: 'tenants' }, { value: 'users' }],
      },
      terminal,
    ),
  );
  const skipInvalid = await ask(context, ({ confirm }, terminal) =>
    confirm({ message: 'Skip rows that are wrong, instead of writing nothing', default: false }, terminal),
  );
  return { kind: 'file', path, ...(table === null ? {} : { table }), skipInvalid };
}

function askScripts(context: Context, scripts: readonly string[]): Promise<readonly string[]> {
  return ask(context, ({ checkbox }, terminal) =>
    checkbox(
      {
        message: 'Seed files, in this order',
        required: true,
        choices: scripts.map((name) => ({ value: name, name, checked: true })),
      },
      terminal,
    ),
  );
}
