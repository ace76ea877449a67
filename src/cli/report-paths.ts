import { posix, relative, sep } from 'node:path';
import type { Location } from '../validate/finding.ts';
import type { Context } from './context.ts';

/** The folder that paths in a report start from: the checkout in a pipeline, or the working folder. */
export function reportBase({ variables, global }: Pick<Context, 'variables' | 'global'>): string {
  const { GITHUB_WORKSPACE, BUILD_SOURCESDIRECTORY, CI_PROJECT_DIR } = variables;
  return GITHUB_WORKSPACE || BUILD_SOURCESDIRECTORY || CI_PROJECT_DIR || global.cwd;
}

/** With slashes, and from the base where the file lies below it. */
export function shortened({ file, line }: Location, base: string): Location {
  const path = relative(base, file).split(sep).join(posix.sep);
  const short = path.startsWith('../') || path === '' ? file : path;
  return { file: short, ...(line === undefined ? {} : { line }) };
}
