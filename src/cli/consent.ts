import type { Project } from '../config/load.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Context } from './context.ts';
import { ask, canAsk } from './prompts.ts';

export interface Consent {
  /** Lines that say what is about to happen. */
  readonly about: readonly string[];
  readonly question: string;
  /** On a protected environment, destructive commands want the name of the environment typed too. */
  readonly destructive: boolean;
  /** The flag that says yes, where there is one of the command's own. */
  readonly flag?: string;
}

/** Asks a person, or takes --yes for the answer. Throws REFUSED, exit code 4, when nobody agreed. */
export async function requireConsent(context: Context, project: Project, consent: Consent): Promise<void> {
  const { global } = context;
  const name = project.protected && consent.destructive ? project.protectedName : null;
  if (global.yes && (name === null || (global.envTyped && project.environment === name))) {
    for (const line of consent.about) context.detail(line);
    return;
  }
  if (!canAsk(context)) {
    throw new QuodsiDbError('REFUSED', `${context.command} needs consent, and nobody is there to ask`, {
      details: consent.about,
      hint:
        name === null
          ? `Say so with ${consent.flag ?? '--yes'}.`
          : `The environment ${name} is protected. Say so with --yes and its name on the command line: --env ${name} --yes.`,
      exitCode: exitCodes.refused,
    });
  }
  for (const line of consent.about) context.note(line);
  if (!(await isGiven(context, consent.question, name))) {
    throw new QuodsiDbError('REFUSED', 'nothing was done', { exitCode: exitCodes.refused });
  }
}

/** On a protected environment, whatever changes the database needs consent too. */
export async function requireConsentIfProtected(
  context: Context,
  project: Project,
  consent: Consent,
): Promise<void> {
  if (project.protected) await requireConsent(context, project, consent);
}

function isGiven(context: Context, question: string, name: string | null): Promise<boolean> {
  return ask(context, async ({ confirm, input }, terminal) => {
    const agreed = context.global.yes || (await confirm({ message: question, default: false }, terminal));
    if (!agreed) return false;
    if (name === null) return true;
    const typed = await input({ message: `Type the name of the environment (${name}) to go on:` }, terminal);
    return typed === name;
  });
}
