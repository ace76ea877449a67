import { makeSeed } from '../../seed/scripts/make-seed.ts';
import type { Handler } from '../command.ts';
import { madeFile } from '../made-file.ts';

const run: Handler = async (context, [title = ''], options) => {
  const { seeds } = await context.project();
  const path = await makeSeed(seeds.directory, title, options.js === true ? 'js' : 'ts', new Date());
  return madeFile(context, path);
};

export default run;
