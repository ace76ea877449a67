import { exitCodes } from '../../errors.ts';
import type { Handler } from '../command.ts';
import { withSession } from '../project-database.ts';
import { duration } from '../style.ts';

const DEFAULT_TIMEOUT = 60_000;

const run: Handler = async (context, _args, options) => {
  const started = Date.now();
  const retryFor = typeof options.timeout === 'number' ? options.timeout : DEFAULT_TIMEOUT;
  return withSession(context, options, { writes: false, retryFor, retryAll: true }, async ({ database }) => {
    const waitedMs = Date.now() - started;
    const { product, version } = database.server;
    return {
      exitCode: exitCodes.ok,
      json: { database: database.target.label, product, serverVersion: version, waitedMs },
      text: (style) =>
        `${style.good('✔')} ${database.target.label} answers: ${product} ${version}, after ${duration(waitedMs)}.`,
    };
  });
};

export default run;
