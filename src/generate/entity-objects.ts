import type {
  CheckDefinition,
  ForeignKeyDefinition,
  IndexColumnDefinition,
  IndexDefinition,
  KeyDefinition,
  SequenceDefinition,
  UniqueDefinition,
} from '../entities/entity-definition.ts';
import { type Condition, conditionColumns } from '../schema/expression.ts';
import type { ExpressionContext } from '../schema/expression-canonical.ts';
import { isHidden } from '../schema/hidden.ts';
import type {
  Check,
  Column,
  Deferrable,
  ForeignKey,
  Index,
  KeyColumn,
  PrimaryKey,
  Storage,
  UniqueConstraint,
} from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';
import { checkName, foreignKeyName, indexName, primaryKeyName, uniqueName } from '../schema/names.ts';
import type { DraftContext } from './entity-draft.ts';
import { declaredCondition } from './entity-expressions.ts';

/** How many objects of a table have a name, in lower case, to tell whether one that is made could be another's. */
export type NameCounts = ReadonlyMap<string, number>;

interface Named {
  readonly name: string;
  readonly systemNamed?: boolean;
}

/** The name where it is not the one that would be made anyway. One that the server made up is not written, unless it is needed. */
function naming({ name, systemNamed }: Named, made: string, counts: NameCounts) {
  if (!systemNamed) return name === made ? {} : { name };
  return { ...(counts.get(made.toLowerCase()) === 1 ? {} : { name }), systemNamed: true };
}

export function draftPrimaryKey(
  table: string,
  key: PrimaryKey,
  { dialect }: DraftContext,
  counts: NameCounts,
): KeyDefinition {
  return {
    ...naming(key, primaryKeyName(table), counts),
    ...keyFacts(key),
    // The order of the table itself: on SQL Server a choice that an entity should show either way.
    ...(dialect === 'mssql' && key.clustered !== undefined ? { clustered: key.clustered } : {}),
    ...storage(key),
  };
}

export function draftUnique(table: string, unique: UniqueConstraint, counts: NameCounts): UniqueDefinition {
  return {
    ...naming(unique, uniqueName(table, unique.columns), counts),
    ...keyFacts(unique),
    ...(unique.clustered ? { clustered: true } : {}),
    ...(unique.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...storage(unique),
  };
}

function keyFacts({ columns, descending = [], include = [], deferrable }: PrimaryKey) {
  return {
    columns,
    ...(descending.length === 0 ? {} : { descending }),
    ...(include.length === 0 ? {} : { include }),
    ...deferral(deferrable),
  };
}

function deferral(deferrable: Deferrable | undefined) {
  return deferrable === undefined || deferrable === 'no' ? {} : { deferrable };
}

function storage({ disabled, ignoreDuplicates, fillFactor, compression, partition }: Storage) {
  return {
    ...(disabled ? { disabled } : {}),
    ...(ignoreDuplicates ? { ignoreDuplicates } : {}),
    ...(fillFactor === undefined || fillFactor === 0 || fillFactor === 100 ? {} : { fillFactor }),
    ...(compression === undefined || compression === 'none' ? {} : { compression }),
    ...(partition == null ? {} : { partition }),
  };
}

export function draftIndex(
  table: string,
  index: Index,
  columns: readonly Column[],
  context: ExpressionContext,
  counts: NameCounts,
): IndexDefinition {
  const names = index.columns.filter(({ expression }) => !expression).map(({ name }) => name);
  const { filter } = index;
  return {
    ...naming(index, indexName(table, names), counts),
    columns: index.columns.map(draftKeyColumn),
    ...(index.include.length === 0 ? {} : { include: index.include }),
    ...(index.unique ? { unique: true } : {}),
    ...(index.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(index.clustered ? { clustered: true } : {}),
    ...(typeof filter === 'string' ? { filter: declaredCondition(filter, columns, context) } : {}),
    ...(index.method === undefined ? {} : { method: index.method }),
    ...storage(index),
  };
}

function draftKeyColumn(column: KeyColumn): IndexColumnDefinition {
  const { name, descending, expression, nulls, operatorClass, collation } = column;
  const manner = {
    ...(descending ? { descending } : {}),
    ...(nulls === undefined || nulls === (descending ? 'first' : 'last') ? {} : { nulls }),
    ...(operatorClass === undefined ? {} : { operatorClass }),
    ...(collation === undefined ? {} : { collation }),
  };
  if (expression) return { expression: name, ...manner };
  return Object.keys(manner).length === 0 ? name : { name, ...manner };
}

export function draftForeignKey(table: string, key: ForeignKey, counts: NameCounts): ForeignKeyDefinition {
  const { columns, references, onDelete, onUpdate } = key;
  return {
    ...naming(key, foreignKeyName(table, columns), counts),
    columns,
    references,
    ...(onDelete === 'no action' ? {} : { onDelete }),
    ...(onUpdate === 'no action' ? {} : { onUpdate }),
    ...deferral(key.deferrable),
    ...enforcement(key),
  };
}

function enforcement({ disabled, notTrusted }: Pick<Check, 'disabled' | 'notTrusted'>) {
  return { ...(disabled ? { disabled } : {}), ...(notTrusted ? { notTrusted } : {}) };
}

/** None for a check that the login may not see. */
export function draftCheck(
  table: string,
  check: Check,
  columns: readonly Column[],
  context: ExpressionContext,
  counts: NameCounts,
): CheckDefinition[] {
  if (isHidden(check.expression)) return [];
  const condition = declaredCondition(check.expression, columns, context);
  return [{ ...naming(check, madeCheckName(table, condition), counts), condition, ...enforcement(check) }];
}

const madeCheckName = (table: string, condition: Condition) => checkName(table, conditionColumns(condition));

/** @param home SQL schema of the entity that declares it */
export function draftSequence(
  { schema, name, type, start, increment, minimum, maximum, cycle }: Sequence,
  home: string | undefined,
  defaultSchema: string,
): SequenceDefinition {
  return {
    ...(schema === home ? {} : { schema: schema ?? defaultSchema }),
    name,
    ...(type.kind === 'bigint' ? {} : { type }),
    ...(start === '1' ? {} : { start: digits(start) }),
    ...(increment === '1' ? {} : { increment: digits(increment) }),
    ...(minimum === undefined ? {} : { minimum: digits(minimum) }),
    ...(maximum === undefined ? {} : { maximum: digits(maximum) }),
    ...(cycle ? { cycle } : {}),
  };
}

const digits = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
