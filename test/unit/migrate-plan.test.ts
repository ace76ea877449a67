import { describe, expect, it } from 'vitest';
import { QuodsiDbError } from '../../src/errors.ts';
import type { HistoryRow, HistoryState } from '../../src/migrate/history/history.ts';
import {
  compareHistory,
  type MigrationState,
  refuseUnfitHistory,
} from '../../src/migrate/history/history-check.ts';
import { findMigration, planDown, planUp } from '../../src/migrate/plan.ts';
import type { MigrationFile } from '../../src/migrate/source/migration-file.ts';

const file = (name: string, checksum = 'same'): MigrationFile => ({
  name,
  path: `/m/${name}.sql`,
  source: '',
  checksum,
});
const row = (name: string, state: HistoryState = 'applied'): HistoryRow => ({
  name,
  checksum: 'same',
  state,
  appliedAt: new Date(0),
});
const statuses = (states: readonly MigrationState[]): string =>
  states.map(({ name, status }) => `${name} ${status}`).join(', ');
const names = (files: readonly MigrationFile[]): string[] => files.map(({ name }) => name);

describe('files and history side by side', () => {
  it.each<[files: readonly MigrationFile[], rows: readonly HistoryRow[], found: string]>([
    [[], [], ''],
    [[file('a'), file('b')], [], 'a pending, b pending'],
    [[file('a'), file('b')], [row('a')], 'a applied, b pending'],
    [[file('a', 'other'), file('b')], [row('a')], 'a altered, b pending'],
    [[file('b')], [row('a')], 'a missing, b pending'],
    [[file('a'), file('b'), file('c')], [row('b')], 'a out-of-order, b applied, c pending'],
    [[file('a'), file('b')], [row('b', 'failed')], 'a out-of-order, b failed'],
    [[file('a')], [row('a', 'running')], 'a failed'],
    [[file('a', 'other')], [row('a', 'failed')], 'a failed'],
    [[], [row('a', 'running'), row('b')], 'a failed, b missing'],
    // A row without a file does not say where new migrations belong.
    [[file('a')], [row('z')], 'a pending, z missing'],
    // By code units, as the file names are: capitals first.
    [[file('B'), file('a')], [row('a')], 'B out-of-order, a applied'],
  ])('%#: %s', (files, rows, found) => {
    expect(statuses(compareHistory(files, rows))).toBe(found);
  });
});

describe('a migration that another process runs outside a transaction', () => {
  const states = compareHistory(
    [file('a'), file('b'), file('c')],
    [row('a'), row('b', 'running'), row('c', 'failed')],
    true,
  );

  it('is no failure while the lock is held', () => {
    expect(statuses(states)).toBe('a applied, b running, c failed');
  });

  it('is waited for, not settled by hand', () => {
    expect(() => refuseUnfitHistory(states, { allowOutOfOrder: false })).toThrow(
      expect.objectContaining({ code: 'LOCK_HELD', exitCode: 3 }),
    );
  });
});

describe('a history that does not fit', () => {
  const refusal = (states: readonly MigrationState[], allowOutOfOrder = false): QuodsiDbError | null => {
    try {
      refuseUnfitHistory(states, { allowOutOfOrder });
      return null;
    } catch (error) {
      if (error instanceof QuodsiDbError) return error;
      throw error;
    }
  };
  const late = compareHistory([file('a'), file('b')], [row('b')]);

  it('is refused with the code of the worst, each migration, and each way out', () => {
    expect(refusal(compareHistory([file('a'), file('b')], [row('a')]))).toBeNull();
    expect(refusal(late)).toMatchObject({
      code: 'HISTORY_OUT_OF_ORDER',
      exitCode: 5,
      message: expect.stringContaining('migration a '),
    });
    expect(refusal(late, true)).toBeNull();
    const all = compareHistory(
      [file('a'), file('b', 'other'), file('c')],
      [row('b'), row('c', 'failed'), row('gone')],
    );
    const error = refusal(all);
    expect(error).toMatchObject({
      code: 'HISTORY_FAILED',
      exitCode: 5,
      message: expect.stringContaining('4 migrations'),
    });
    expect(error?.details.map((line) => line.split(' ', 1)[0])).toEqual(['a', 'b', 'c', 'gone']);
    expect(error?.hint?.split('\n')).toHaveLength(4);
    expect(refusal(all, true)?.details).toHaveLength(3);
  });
});

describe('the plan', () => {
  const states = compareHistory([file('a'), file('b'), file('c'), file('d')], [row('a'), row('c')]);

  it('of up takes what is not applied, up to --to, at most --step', () => {
    expect(names(planUp(states, {}))).toEqual(['b', 'd']);
    expect(names(planUp(states, { to: 'c' }))).toEqual(['b']);
    expect(names(planUp(states, { to: 'a' }))).toEqual([]);
    expect(names(planUp(states, { step: 1 }))).toEqual(['b']);
    expect(names(planUp(states, { step: 9 }))).toEqual(['b', 'd']);
    expect(names(planUp(states, { to: 'd.sql', step: 1 }))).toEqual(['b']);
  });

  it('of down goes back in the order of application, not of names', () => {
    // c was applied before a.
    const rows = [row('c'), row('a')];
    expect(names(planDown(states, rows, {}))).toEqual(['a']);
    expect(names(planDown(states, rows, { step: 2 }))).toEqual(['a', 'c']);
    expect(names(planDown(states, rows, { step: 9 }))).toEqual(['a', 'c']);
    expect(names(planDown(states, rows, { all: true }))).toEqual(['a', 'c']);
    expect(names(planDown(states, rows, { to: 'c' }))).toEqual(['a']);
    expect(names(planDown(states, rows, { to: 'a' }))).toEqual([]);
    expect(names(planDown(states, [], {}))).toEqual([]);
    expect(() => planDown(states, rows, { to: 'b' })).toThrow(/b is not applied/);
  });

  it('finds a migration by its name, with or without extension, and never by a guess', () => {
    const known = [{ name: '1_users' }, { name: '1_users.sql' }, { name: '2_user_roles' }];
    expect(findMigration(known, '1_users').name).toBe('1_users');
    expect(findMigration(known, '1_users.ts').name).toBe('1_users');
    // The whole name comes before the name without what looks like an extension.
    expect(findMigration(known, '1_users.sql').name).toBe('1_users.sql');
    expect(() => findMigration(known, 'user')).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_MIGRATION',
        exitCode: 64,
        hint: expect.stringMatching(/Did you mean 1_users or 1_users\.sql or 2_user_roles\?/),
      }),
    );
    expect(() => findMigration(known, 'nothing')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('migrate status') }),
    );
  });
});
