import type { Dialect } from '../schema/model.ts';
import { type ColumnState, fold, type KeyState, type TableState } from './schema-state.ts';
import type { ColumnDefinition, Constraint, IndexDefinition } from './statement.ts';

/** The table with further columns and what stands behind them; `constraints` stand beside them in CREATE TABLE. */
export function withColumns(
  dialect: Dialect,
  state: TableState,
  definitions: readonly ColumnDefinition[],
  migration: string,
  constraints: readonly Constraint[] = [],
): TableState {
  const columns = new Map(state.columns);
  for (const definition of definitions) {
    columns.set(fold(dialect, definition.name), columnState(definition, migration));
  }
  const all = [...constraints, ...definitions.flatMap((definition) => definition.constraints)];
  // One that says CLUSTERED leaves the others no choice.
  const explicit = all.filter((each) => 'clustered' in each && each.clustered === true);
  const rest = all.filter((each) => !explicit.includes(each));
  return [...explicit, ...rest].reduce<TableState>(
    (changed, constraint) => withConstraint(dialect, changed, constraint, migration),
    { ...state, columns },
  );
}

function columnState(definition: ColumnDefinition, migration: string): ColumnState {
  const { name, type, identity, generated, computed } = definition;
  return {
    name,
    type,
    identity,
    ...(computed ? { computed } : {}),
    nullable: definition.nullable ?? !identity,
    written: generated || definition.default !== undefined,
    addedIn: migration,
    ...(definition.default === undefined ? {} : { default: definition.default }),
  };
}

/** The table with a column changed; one that was there before every migration is then known by its name. */
export function withColumn(
  dialect: Dialect,
  state: TableState,
  name: string,
  change: (column: ColumnState) => ColumnState,
): TableState {
  const key = fold(dialect, name);
  const columns = new Map(state.columns);
  columns.set(key, change(columns.get(key) ?? { name, identity: false, written: false }));
  return { ...state, columns };
}

export function withConstraint(
  dialect: Dialect,
  state: TableState,
  constraint: Constraint,
  migration: string,
): TableState {
  const { name } = constraint;
  const named = name === undefined ? {} : { name };
  switch (constraint.kind) {
    case 'foreign-key': {
      const { columns, references } = constraint;
      return {
        ...state,
        foreignKeys: [...state.foreignKeys, { columns, references, addedIn: migration, ...named }],
      };
    }
    case 'check':
    case 'exclude':
      return name === undefined ? state : { ...state, checks: [...state.checks, name] };
    default: {
      const { kind, usingIndex } = constraint;
      const taken = state.keys.find((key) => key.name !== undefined && key.name === usingIndex);
      const key: KeyState = {
        kind,
        unique: true,
        columns: taken?.columns ?? constraint.columns,
        clustered: dialect === 'mssql' && isClustered(state, constraint),
        include: [],
        addedIn: migration,
        ...(usingIndex === undefined ? named : { name: name ?? usingIndex }),
      };
      const keys = [...state.keys.filter((other) => other !== taken), key];
      return kind === 'primary-key' ? notNull(dialect, { ...state, keys }, key) : { ...state, keys };
    }
  }
}

/** A primary key is clustered unless it says otherwise, or something else is already. */
function isClustered(
  state: TableState,
  { kind, clustered }: { readonly kind: 'primary-key' | 'unique'; readonly clustered?: boolean },
): boolean {
  return clustered ?? (kind === 'primary-key' && !state.keys.some((key) => key.clustered));
}

function notNull(dialect: Dialect, state: TableState, key: KeyState): TableState {
  return key.columns.reduce(
    (changed, { column }) =>
      column === undefined
        ? changed
        : withColumn(dialect, changed, column, (each) => ({ ...each, nullable: false })),
    state,
  );
}

export function withIndex(state: TableState, index: IndexDefinition, migration: string): TableState {
  const { name, unique, columns, include, filter, clustered = false } = index;
  const key: KeyState = {
    kind: 'index',
    unique,
    columns,
    clustered,
    include,
    addedIn: migration,
    ...(name === undefined ? {} : { name }),
    ...(filter === undefined ? {} : { filter }),
  };
  return { ...state, keys: [...state.keys, key] };
}
