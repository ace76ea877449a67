import type { Handler } from '../command.ts';

const run: Handler = async () => {
  throw new Error('x');
};
export default run;
