import type { Askable } from '../../database/ask.ts';
import { readIfThere, toDate } from '../../database/tool-table.ts';
import type { Dialect } from '../../target.ts';
import type { HistoryState, OwnedRows } from './history.ts';
import type { HistoryNames } from './history-sql.ts';

interface StoredRow {
  readonly name: string;
  readonly checksum: string;
  readonly state: HistoryState | typeof OWNER;
  /** PostgreSQL's milliseconds may be a text: Infinity. */
  readonly applied_at: Date | number | string;
}

/** PostgreSQL's rows, all in one. */
interface Packed {
  readonly rows: readonly (readonly [
    StoredRow['name'],
    StoredRow['checksum'],
    StoredRow['state'],
    StoredRow['applied_at'],
  ])[];
  /** With the log. */
  readonly whole?: boolean;
}

interface Stored {
  readonly rows: readonly StoredRow[];
  /** Whether the log is known to be there too. */
  readonly isWhole: boolean;
}

/** Marks the row that is no migration. */
const OWNER = 'owner';

const COLUMNS = 'name, checksum, state, applied_at';

/** Reads one history. */
export interface RowReader {
  /** The rows in the order of application, and the project that claimed them last; null where there is no history. */
  read(from: Askable): Promise<OwnedRows | null>;
  /** To be told when the tables were made. */
  made(): void;
}

/** `refuseOther` is asked once where there is no history: it throws where there is one elsewhere. */
export function rowReader(
  dialect: Dialect,
  names: HistoryNames,
  refuseOther: (from: Askable) => Promise<void>,
): RowReader {
  // PostgreSQL needs two questions to find out that there is nothing, and who found that asks one the next time.
  let absent = false;
  const select = inOrder(dialect, names.table);
  const fuller = { quotedTable: names.log, select: inOrder(dialect, ownedRowsSql(dialect, names), true) };
  const readStored = async (from: Askable): Promise<Stored | null> => {
    if (absent && (await readIfThere(from, dialect, names.table, select)) === null) return null;
    if (dialect === 'mssql') {
      const rows = await readIfThere<StoredRow>(from, dialect, names.table, select, fuller);
      return rows && { rows, isWhole: false };
    }
    const packed = (await readIfThere<Packed>(from, dialect, names.table, select, fuller))?.[0];
    if (packed === undefined) return null;
    const rows = packed.rows.map(([name, checksum, state, applied_at]) => ({
      name,
      checksum,
      state,
      applied_at,
    }));
    return { rows, isWhole: packed.whole === true };
  };
  return {
    async read(from) {
      const stored = await readStored(from);
      if (stored === null && !absent) await refuseOther(from);
      absent = stored === null && dialect === 'postgres';
      if (stored === null) return null;
      return {
        rows: stored.rows.flatMap(({ name, checksum, state, applied_at }) =>
          state === OWNER ? [] : [{ name, checksum, state, appliedAt: toDate(applied_at) }],
        ),
        owner: stored.rows.find(({ state }) => state === OWNER)?.name ?? null,
        isWhole: stored.isWhole,
      };
    },
    made() {
      absent = false;
    },
  };
}

/** On PostgreSQL as one row: its driver takes longer to read a thousand than it takes to read them from the disk. */
function inOrder(dialect: Dialect, from: string, whole = false): string {
  if (dialect === 'mssql') return `SELECT ${COLUMNS} FROM ${from} ORDER BY id`;
  const row = 'json_build_array(name, checksum, state, extract(epoch FROM applied_at) * 1000)';
  return `SELECT coalesce(json_agg(${row} ORDER BY id), '[]') AS rows${whole ? ', true AS whole' : ''} FROM ${from}`;
}

/** The last claim of the log comes first, in the columns of the rows. */
function ownedRowsSql(dialect: Dialect, { table, log }: HistoryNames): string {
  const [top, limit] = dialect === 'mssql' ? ['TOP 1 ', ''] : ['', ' LIMIT 1'];
  const claim = `SELECT ${top}l.name, l.at FROM ${log} l WHERE l.event = 'claimed' ORDER BY l.id DESC${limit}`;
  return `(SELECT id, ${COLUMNS} FROM ${table} UNION ALL SELECT 0, c.name, NULL, '${OWNER}', c.at FROM (${claim}) c) h`;
}
