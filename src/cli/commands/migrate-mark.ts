import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { planMark } from '../../migrate/history/settle.ts';
import type { Handler } from '../command.ts';
import { withSession } from '../project-database.ts';
import { settleAndReport } from './settle-report.ts';

const run: Handler = async (context, [name = ''], options) => {
  if ((options.applied === true) === (options.reverted === true)) {
    throw new QuodsiDbError('USAGE', 'say how the migration stands: --applied or --reverted', {
      hint: `quodsi-db migrate mark ${name} --applied`,
      exitCode: exitCodes.usage,
    });
  }
  const as = options.applied === true ? 'applied' : 'reverted';
  return withSession(context, options, { writes: true }, (session) =>
    settleAndReport(context, session, planMark(name, as), `Nothing to do: ${name} is recorded so already.`),
  );
};

export default run;
