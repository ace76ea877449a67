import type { Project } from '../config/load.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Context } from './context.ts';
import { interrupted } from './signals.ts';

export interface Consent {
  /** Lines that say what is about to happen. */
  readonly about: readonly string[];
  readonly question: string;
  /** On a protected environment, destructive commands want the name of the environment typed too. */
  readonly destructive: boolean;
}

/** Asks a person, or takes --yes for the answer. Throws REFUSED, exit code 4, when nobody agreed. */
export async function requireConsent(context: Context, project: Project, consent: Consent): Promise<void> {
  const { global, streams } = context;
  const canAsk = global.input && Boolean(streams.stdin.isTTY) && Boolean(streams.stderr.isTTY);
  const name = project.protected && consent.destructive ? project.environment : null;
  if (global.yes && (name === null || global.envTyped)) {
    for (const line of consent.about) context.detail(line);
    return;
  }
  if (!canAsk) {
    throw new QuodsiDbError('REFUSED', `${context.command} needs consent, and nobody is there to ask`, {
      details: consent.about,
      hint:
        name === null
          ? 'Say so with --yes.'
          : `The environment ${name} is protected. Say so with --yes and its name on the command line: --env ${name} --yes.`,
      exitCode: exitCodes.refused,
    });
  }
  for (const line of consent.about) context.note(line);
  if (!(await ask(consent.question, name, streams, global.yes))) {
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

async function ask(
  question: string,
  name: string | null,
  streams: Context['streams'],
  yes: boolean,
): Promise<boolean> {
  const { confirm, input } = await import('@inquirer/prompts');
  const terminal = { input: streams.stdin, output: streams.stderr };
  try {
    if (!yes && !(await confirm({ message: question, default: false }, terminal))) return false;
    if (name === null) return true;
    return (
      (await input({ message: `Type the name of the environment (${name}) to go on:` }, terminal)) === name
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw interrupted('SIGINT', exitCodes.sigint, 'Nothing was done.');
    throw error;
  }
}
