import {
  type SqlPart,
  skipComment,
  skipPlain,
  skipQuoted,
  skipToken,
  splitSql,
} from '../../database/sql-text.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import type { MigrationFile } from './migration-file.ts';

/** What a migration says of itself: a module in `config`, a file of SQL in comments above `-- up`. */
export interface MigrationConfig {
  /** False: it runs outside a transaction. */
  readonly transaction: boolean;
  /** True: it loses rows on purpose. */
  readonly destructive: boolean;
  /** False: each statement goes to the server as soon as it is asked for. */
  readonly batch: boolean;
}

export interface SqlMigration {
  readonly up: readonly SqlPart[];
  /** Null where the file has no `-- down`. */
  readonly down: readonly SqlPart[] | null;
  readonly config: MigrationConfig;
}

/** A quote or comment that begins and does not end: whatever stands behind it is none of what it looks like. */
interface Unclosed {
  readonly what: string;
  readonly line: number;
}

interface Marker {
  readonly section: 'up' | 'down';
  readonly line: number;
}

/** A line such as `-- transaction: false`; a comment of more words is none. */
interface Setting {
  readonly name: keyof MigrationConfig;
  readonly value: string;
  readonly line: number;
}

/** Settings of PostgreSQL by which a quote ends elsewhere. */
const READS_OTHERWISE = /\b(?:standard_conforming_strings|backslash_quote)\b/i;
const SETTING = /^--[ \t]*(transaction|destructive|batch)s?[ \t]*[:=][ \t]*(\w+)[ \t]*;?[ \t]*$/i;
const saying: Readonly<Record<Setting['name'], { what: string; hint: string }>> = {
  transaction: {
    what: 'whether to use a transaction',
    hint: 'Write "-- transaction: false" for a migration that cannot run in one.',
  },
  destructive: {
    what: 'whether it is destructive',
    hint: 'Write "-- destructive: true" for a migration that loses rows on purpose.',
  },
  batch: {
    what: 'whether to send statements together',
    hint: 'Write "-- batch: false" for a migration whose statements are to be sent one by one.',
  },
};
/** What people write for yes and no: below `-- up` it is a setting in the wrong place. */
const SWITCHES = /^(?:true|false|on|off|yes|no|none|[01])$/i;

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
  const { markers, settings, unclosed } = findMarkers(lines, dialect);
  const bad = (message: string, hint: string): QuodsiDbError =>
    new QuodsiDbError('BAD_MIGRATION', `${file.path}${message}`, { hint, exitCode: exitCodes.config });

  if (unclosed !== null && !READS_OTHERWISE.test(file.source)) {
    throw bad(
      `:${unclosed.line} begins a ${unclosed.what} that does not end`,
      'Close it: all that stands behind it belongs to it. Nothing was run.',
    );
  }
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
  const misplaced = settings.find(({ line, value }) => line > upMarker.line && SWITCHES.test(value));
  if (misplaced !== undefined) {
    throw bad(
      `:${misplaced.line} says ${saying[misplaced.name].what} below "-- up"`,
      'Move the line above "-- up"; here nothing would heed it.',
    );
  }
  const above = settings.filter(({ line }) => line < upMarker.line);
  const unclear = above.find(({ value }) => value !== 'true' && value !== 'false');
  if (unclear !== undefined) {
    throw bad(
      `:${unclear.line} has a ${unclear.name} that is neither true nor false`,
      saying[unclear.name].hint,
    );
  }
  const section = (from: number, to: number): SqlPart[] =>
    splitSql(lines.slice(from, to).join('\n'), dialect, from + 1);
  const upEnd = downMarker === undefined ? lines.length : downMarker.line - 1;
  const says = (setting: Setting['name'], text: string): boolean =>
    above.some(({ name, value }) => name === setting && value === text);
  return {
    up: section(upMarker.line, upEnd),
    down: downMarker === undefined ? null : section(downMarker.line, lines.length),
    config: {
      transaction: !says('transaction', 'false'),
      destructive: says('destructive', 'true'),
      batch: !says('batch', 'false'),
    },
  };
}

const begun: Readonly<Record<string, string>> = { '/': 'comment', "'": 'string', $: 'dollar quote' };

/** Lines `-- up`, `-- down` and of settings, but not those inside a block comment, a string or whatever else the server quotes. */
function findMarkers(
  lines: readonly string[],
  dialect: Dialect,
): {
  readonly markers: readonly Marker[];
  readonly settings: readonly Setting[];
  readonly unclosed: Unclosed | null;
} {
  const text = lines.join('\n');
  // What does not end takes along what is put behind it.
  const longer = `${text}\n`;
  let unclosed: Unclosed | null = null;
  const markers: Marker[] = [];
  const settings: Setting[] = [];
  let line = 1;
  let position = 0;
  while (position < text.length) {
    if (position === 0 || text[position - 1] === '\n') {
      const whole = lines[line - 1] ?? '';
      const match = /^--[ \t]*(up|down)[ \t]*$/i.exec(whole);
      if (match) markers.push({ section: match[1]?.toLowerCase() as Marker['section'], line });
      const [, name, value] = SETTING.exec(whole) ?? [];
      if (name !== undefined && value !== undefined) {
        settings.push({
          name: name.toLowerCase() as keyof MigrationConfig,
          value: value.toLowerCase(),
          line,
        });
      }
    }
    const plain = skipPlain(text, position, 'mssql');
    if (plain > position) {
      position = plain;
      continue;
    }
    const next = Math.max(
      skipComment(longer, position),
      skipQuoted(longer, position, dialect),
      skipToken(text, position),
    );
    if (next > text.length) unclosed = { what: begun[text[position] ?? ''] ?? 'name', line };
    for (; position < next; position += 1) if (text[position] === '\n') line += 1;
  }
  return { markers, settings, unclosed };
}
