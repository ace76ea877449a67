import { planRepair } from '../../migrate/history/settle.ts';
import type { Handler } from '../command.ts';
import { withSession } from '../project-database.ts';
import { settleAndReport } from './settle-report.ts';

const run: Handler = async (context, _args, options) =>
  withSession(context, options, { writes: true }, (session) =>
    settleAndReport(context, session, planRepair, 'Nothing to repair: no file is altered or missing.'),
  );

export default run;
