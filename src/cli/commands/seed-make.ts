import { basename } from 'node:path';
import { exitCodes } from '../../errors.ts';
import { makeSeed } from '../../seed/scripts/make-seed.ts';
import type { Handler } from '../command.ts';
import { displayPath } from '../project-database.ts';

const run: Handler = async (context, [title = ''], options) => {
  const { seeds } = await context.project();
  const path = await makeSeed(seeds.directory, title, options.js === true ? 'js' : 'ts', new Date());
  const file = basename(path);
  return {
    exitCode: exitCodes.ok,
    json: { name: file.slice(0, file.lastIndexOf('.')), path },
    text: () => `Created ${displayPath(context, path)}`,
  };
};

export default run;
