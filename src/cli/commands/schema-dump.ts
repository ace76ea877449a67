import { exitCodes } from '../../errors.ts';
import { hiddenFacts } from '../../introspect/hidden-facts.ts';
import { introspect } from '../../introspect/introspect.ts';
import { jsonReport } from '../../report/json.ts';
import type { Handler } from '../command.ts';
import { withSession } from '../project-database.ts';
import { count } from '../style.ts';

const run: Handler = async (context, _args, options) =>
  withSession(context, options, { writes: false }, async ({ database, project }) => {
    const schema = await introspect(database, { historyTable: project.migrations.table });
    const hidden = hiddenFacts(schema);
    const unseen = hidden.filter(({ reason }) => reason === 'permission').length;
    if (unseen > 0) {
      context.note(
        `${count(unseen, 'fact')} could not be read, see "hidden": the login needs VIEW DEFINITION on the database`,
      );
    }
    const json = { schema, hidden };
    const { format, formatAsked, output } = context.global;
    const isSql = format === 'sql' || (!formatAsked && output?.toLowerCase().endsWith('.sql') === true);
    return {
      exitCode: exitCodes.ok,
      isData: true,
      json,
      // A dump is for programs: without --json it is the same document.
      text: () => jsonReport({ command: context.command, members: json, ok: true }),
      ...(isSql ? { document: (await import('../../docs/schema-sql.ts')).schemaSql(schema) } : {}),
    };
  });

export default run;
