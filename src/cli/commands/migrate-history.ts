import { exitCodes } from '../../errors.ts';
import type { HistoryEvent } from '../../migrate/history/history.ts';
import type { Handler } from '../command.ts';
import { withSession } from '../project-database.ts';
import { columns, duration, moment } from '../style.ts';

const DEFAULT_LIMIT = 50;

const run: Handler = async (context, _args, options) =>
  withSession(context, options, { writes: false }, async ({ database, history }) => {
    const limit = typeof options.limit === 'number' ? options.limit : DEFAULT_LIMIT;
    const events = (await history.events(database, limit)) ?? [];
    return {
      exitCode: exitCodes.ok,
      isData: true,
      json: { events: events.map((event) => ({ ...event, at: event.at.toISOString() })) },
      text: (style) => {
        if (events.length === 0) return 'Nothing has happened here yet.';
        const rows = events.map((event) => [
          moment(event.at),
          event.event,
          event.name,
          event.durationMs === null ? '' : duration(event.durationMs),
          who(event),
          event.toolVersion,
          event.detail?.split('\n', 1)[0] ?? '',
        ]);
        return columns(rows, (text, row, column) => {
          if (column === 1) return events[row]?.event === 'failed' ? style.bad(text) : style.good(text);
          return column === 2 ? text : style.dim(text);
        });
      },
    };
  });

export default run;

function who({ login, osUser, host }: HistoryEvent): string {
  const machine = [osUser, host].filter((part) => part !== null).join('@');
  return machine === '' ? login : `${login} (${machine})`;
}
