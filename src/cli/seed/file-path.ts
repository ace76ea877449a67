import { relative, resolve } from 'node:path';
import type { GlobalOptions } from '../context.ts';

/** A path of the command line, which --cwd may have moved, as the process has to open it; `-` is standard input. */
export function filePath({ cwd }: Pick<GlobalOptions, 'cwd'>, given: string): string {
  const isMoved = given !== '-' && cwd !== process.cwd();
  return isMoved ? relative(process.cwd(), resolve(cwd, given)) : given;
}
