import { basename } from 'node:path';
import type { Project } from '../../config/load.ts';
import type { Target } from '../../target.ts';
import { type Answer, ok } from '../check.ts';

/** Which database it is, and what says so. */
export function targetCheck(project: Project, target: Target): Answer {
  return ok(`${target.label}, ${source(project)}`);
}

function source({ targetSource, environment, configFile }: Project): string {
  const file = configFile === null ? 'the config' : basename(configFile);
  switch (targetSource) {
    case 'flag':
      return 'from --url';
    case 'environment':
      return `from the environment ${environment} in ${file}`;
    case 'config':
      return `from url in ${file}`;
    case 'embedded':
      return 'the embedded one, since nothing names another';
    default:
      return `from ${targetSource}`;
  }
}
