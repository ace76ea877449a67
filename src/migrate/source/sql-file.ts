import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import type { MigrationFile } from './migration-file.ts';
import { type SqlPart, skipComment, skipQuoted, splitSql, wordAt } from './sql-text.ts';

/** What a migration says of itself: a module in `config`, a file of SQL in comments above `-- up`. */
export interface MigrationConfig {
  /** False: it runs outside a transaction. */
  readonly transaction: boolean;
  /** True: it loses rows on purpose. */
  readonly destructive: boolean;
}

export interface SqlMigration {
  readonly up: readonly SqlPart[];
  /** Null where the file has no `-- down`. */
  readonly down: readonly SqlPart[] | null;
  readonly config: MigrationConfig;
}

interface Marker {
  readonly section: 'up' | 'down';
  readonly line: number;
}

/**
 * Reads an SQL migration: a line `-- up`, statements, a line `-- down`, statements. A line
 * `-- transaction: false` before `-- up` runs it outside a transaction, `-- destructive: true` says that it loses rows on
 * purpose. Throws BAD_MIGRATION, exit code 78.
 */
export function parseSqlMigration(file: MigrationFile, dialect: Dialect): SqlMigration {
  const lines = file.source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const markers = findMarkers(lines.join('\n'), dialect);
  const bad = (message: string, hint: string): QuodsiDbError =>
    new QuodsiDbError('BAD_MIGRATION', `${file.path}${message}`, { hint, exitCode: exitCodes.config });

  const up = markers.filter((marker) => marker.section === 'up');
  const down = markers.filter((marker) => marker.section === 'down');
  const [upMarker] = up;
  const [downMarker] = down;
  if (upMarker === undefined) {
    throw bad(
      ' has no up',
      'Begin the statements with a line "-- up", and those that take them back with "-- down".',
    );
  }
  const second = up[1] ?? down[1];
  if (second !== undefined) {
    throw bad(
      `:${second.line} has a second "-- ${second.section}"`,
      'One of each; comments may say anything else.',
    );
  }
  if (downMarker !== undefined && downMarker.line < upMarker.line) {
    throw bad(`:${downMarker.line} has "-- down" before "-- up"`, 'Put "-- up" first.');
  }
  const head = lines.slice(0, upMarker.line - 1).join('\n');
  const [stray] = splitSql(head, dialect);
  if (stray !== undefined) {
    throw bad(
      `:${stray.line} has a statement before "-- up"`,
      'Move it below "-- up"; nothing would run it here.',
    );
  }
  const section = (from: number, to: number): SqlPart[] =>
    splitSql(lines.slice(from, to).join('\n'), dialect, from + 1);
  const upEnd = downMarker === undefined ? lines.length : downMarker.line - 1;
  return {
    up: section(upMarker.line, upEnd),
    down: downMarker === undefined ? null : section(downMarker.line, lines.length),
    config: {
      transaction: !/^--\s*transaction\s*:\s*false\s*$/im.test(head),
      destructive: /^--\s*destructive\s*:\s*true\s*$/im.test(head),
    },
  };
}

/** Lines `-- up` and `-- down`, but not those inside a block comment, a string or whatever else the server quotes. */
function findMarkers(text: string, dialect: Dialect): Marker[] {
  const markers: Marker[] = [];
  let line = 1;
  let position = 0;
  while (position < text.length) {
    if (position === 0 || text[position - 1] === '\n') {
      const end = text.indexOf('\n', position);
      const match = /^--[ \t]*(up|down)[ \t]*$/i.exec(text.slice(position, end < 0 ? text.length : end));
      if (match) markers.push({ section: match[1]?.toLowerCase() as Marker['section'], line });
    }
    const next = Math.max(
      skipComment(text, position),
      skipQuoted(text, position, dialect),
      position + (wordAt(text, position)?.length ?? 1),
    );
    for (; position < next; position += 1) if (text[position] === '\n') line += 1;
  }
  return markers;
}
