import type {
  ColumnDefinition,
  Constraint,
  DefaultValue,
  IndexDefinition,
  KeyColumn,
  KeyConstraint,
  Statement,
  TableName,
} from './statement.ts';

/** A key that a statement adds, whatever the statement is. */
export interface AddedKey {
  readonly kind: 'primary-key' | 'unique' | 'index';
  readonly name?: string | undefined;
  readonly offset: number;
  readonly unique: boolean;
  readonly columns: readonly KeyColumn[];
  readonly clustered?: boolean | undefined;
  readonly include: readonly string[];
  readonly filter?: string | undefined;
  readonly online: boolean;
  /** It takes over an index that is there. */
  readonly usingIndex: boolean;
}

export interface AddedDefault {
  readonly column: string;
  readonly default: DefaultValue;
}

/** The table that a statement is about, where it is about one. */
export function tableOf(statement: Statement): TableName | undefined {
  return 'table' in statement ? statement.table : undefined;
}

/** Columns that a statement adds. */
export function addedColumns(statement: Statement): readonly ColumnDefinition[] {
  if (statement.kind === 'create-table') return statement.columns;
  return statement.kind === 'add-column' ? [statement.column] : [];
}

/** Constraints that a statement adds, those behind columns too. */
export function addedConstraints(statement: Statement): readonly Constraint[] {
  const behindColumns = addedColumns(statement).flatMap(({ constraints }) => constraints);
  if (statement.kind === 'create-table') return [...statement.constraints, ...behindColumns];
  return statement.kind === 'add-constraint' ? [statement.constraint] : behindColumns;
}

export function addedKeys(statement: Statement): readonly AddedKey[] {
  const constraints = addedConstraints(statement).flatMap((constraint) =>
    constraint.kind === 'primary-key' || constraint.kind === 'unique' ? [ofConstraint(constraint)] : [],
  );
  if (statement.kind === 'create-table') return [...constraints, ...statement.indexes.map(ofIndex)];
  return statement.kind === 'create-index' ? [ofIndex(statement.index)] : constraints;
}

export function addedDefaults(statement: Statement): readonly AddedDefault[] {
  if (statement.kind === 'set-default') return [{ column: statement.column, default: statement.default }];
  return addedColumns(statement).flatMap((column) =>
    column.default === undefined ? [] : [{ column: column.name, default: column.default }],
  );
}

function ofConstraint({ usingIndex, ...key }: KeyConstraint): AddedKey {
  return { ...key, unique: true, include: [], usingIndex: usingIndex !== undefined };
}

function ofIndex(index: IndexDefinition): AddedKey {
  return { kind: 'index', ...index, usingIndex: false };
}
