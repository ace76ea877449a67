import { assertNever } from '../errors.ts';
import { isHidden } from '../schema/hidden.ts';
import type {
  Check,
  ForeignKey,
  Index,
  KeyColumn,
  PrimaryKey,
  Storage,
  UniqueConstraint,
} from '../schema/model.ts';
import { conditionCode } from './condition-code.ts';
import type { Place } from './place.ts';
import { list, object, type RenderContext, tableCode } from './render-context.ts';
import { quoted } from './source-text.ts';
import type { Part } from './step.ts';

/** The statement of a helper of quodsi-db/ddl that makes a key, index, check or foreign key; a comment where it is not shown. */
export function addPartCode(context: RenderContext, place: Place, part: Part): string {
  if (isUnseen(part)) {
    return `// ${quoted(part.value.name)} cannot be made again: the login may not see its definition.`;
  }
  switch (part.kind) {
    case 'primary-key':
      return addKeyCode(context, place, 'addPrimaryKey', part.value);
    case 'unique':
      return addKeyCode(context, place, 'addUniqueConstraint', part.value);
    case 'index':
      return createIndexCode(context, place, part.value);
    case 'check':
      return addCheckCode(context, place, part.value);
    case 'foreign-key':
      return addForeignKeyCode(context, place, part.value);
    default:
      return assertNever(part);
  }
}

function isUnseen({ kind, value }: Part): boolean {
  if (kind === 'check') return isHidden(value.expression);
  return kind === 'foreign-key' && value.references.table === '';
}

export function dropPartCode(context: RenderContext, place: Place, { kind, value }: Part): string {
  const helper =
    kind === 'index' ? 'dropIndex' : kind === 'primary-key' ? 'dropPrimaryKey' : 'dropConstraint';
  return callCode(context, helper, place, quoted(value.name));
}

/** `await helper(knex, 'table', …);` */
export function callCode(
  context: RenderContext,
  helper: string,
  place: Place,
  ...args: readonly (string | undefined)[]
): string {
  const given = args.filter((arg) => arg !== undefined);
  return `await ${context.helper(helper)}(${['knex', tableCode(place, context.server), ...given].join(', ')});`;
}

const names = (columns: readonly string[]) => list(columns.map(quoted));

/** Members of an object where there are any. */
function options(members: Readonly<Record<string, string | undefined>>): string | undefined {
  return Object.values(members).every((value) => value === undefined) ? undefined : object(members);
}

function storageMembers({ clustered, fillFactor, ignoreDuplicates, compression, partition }: Storage) {
  const [, scheme, column] = /^(.*)\((.*)\)$/s.exec(partition ?? '') ?? [];
  return {
    clustered: clustered === true ? 'true' : undefined,
    fillFactor: fillFactor === undefined || fillFactor === 100 ? undefined : String(fillFactor),
    ignoreDuplicates: ignoreDuplicates === true ? 'true' : undefined,
    compression:
      compression === undefined || compression === 'none' || compression === 'mixed'
        ? undefined
        : quoted(compression),
    partition:
      scheme === undefined || column === undefined
        ? undefined
        : object({ scheme: quoted(scheme), column: quoted(column) }),
  };
}

function addKeyCode(
  context: RenderContext,
  place: Place,
  helper: 'addPrimaryKey' | 'addUniqueConstraint',
  key: PrimaryKey | UniqueConstraint,
): string {
  const descending = new Set(key.descending ?? []);
  const columns = key.columns.map((name) =>
    descending.has(name) ? object({ name: quoted(name), desc: 'true' }) : quoted(name),
  );
  const more = options({
    ...storageMembers(key),
    include: key.include?.length ? names(key.include) : undefined,
    nullsNotDistinct: 'nullsNotDistinct' in key && key.nullsNotDistinct === true ? 'true' : undefined,
    deferrable: deferrableCode(key.deferrable),
  });
  return callCode(context, helper, place, quoted(key.name), list(columns), more);
}

const deferrableCode = (deferrable: PrimaryKey['deferrable']) =>
  deferrable === undefined || deferrable === 'no' ? undefined : quoted(deferrable);

/** Whether Knex's `unique` in `createTable` says all there is to say. */
export function isPlainUnique(unique: UniqueConstraint): boolean {
  const { descending = [], include = [], nullsNotDistinct, deferrable = 'no' } = unique;
  const stored = Object.values(storageMembers(unique)).some((value) => value !== undefined);
  return (
    !stored && descending.length === 0 && include.length === 0 && !nullsNotDistinct && deferrable === 'no'
  );
}

function createIndexCode(context: RenderContext, place: Place, index: Index): string {
  const { method, filter, include, unique, nullsNotDistinct } = index;
  const usualMethod = method === undefined || method === 'btree' || method === 'rowstore';
  return callCode(
    context,
    'createIndex',
    place,
    quoted(index.name),
    object({
      columns: list(index.columns.map(keyColumnCode)),
      unique: unique ? 'true' : undefined,
      nullsNotDistinct: nullsNotDistinct === true ? 'true' : undefined,
      method: usualMethod ? undefined : quoted(method),
      ...storageMembers(index),
      include: include.length > 0 ? names(include) : undefined,
      where:
        filter == null || isHidden(filter)
          ? undefined
          : conditionCode(context, place, 'condition', filter).code,
    }),
  );
}

function keyColumnCode({ name, descending, expression, nulls, operatorClass, collation }: KeyColumn): string {
  const usualNulls = descending ? 'first' : 'last';
  const rules = {
    desc: descending ? 'true' : undefined,
    nulls: nulls === undefined || nulls === usualNulls ? undefined : quoted(nulls),
    operatorClass: operatorClass === undefined ? undefined : quoted(operatorClass),
    collation: collation === undefined ? undefined : quoted(collation),
  };
  if (expression) return object({ expression: quoted(name), ...rules });
  return options(rules) === undefined ? quoted(name) : object({ name: quoted(name), ...rules });
}

function enforcementMembers({ disabled, notTrusted }: Pick<Check, 'disabled' | 'notTrusted'>) {
  return {
    checkExisting: notTrusted === true && disabled !== true ? 'false' : undefined,
    enforced: disabled === true ? 'false' : undefined,
  };
}

function addCheckCode(context: RenderContext, place: Place, check: Check): string {
  const { expression } = check;
  const condition = isHidden(expression)
    ? undefined
    : conditionCode(context, place, 'condition', expression).code;
  return callCode(
    context,
    'addCheck',
    place,
    quoted(check.name),
    condition,
    options(enforcementMembers(check)),
  );
}

function addForeignKeyCode(context: RenderContext, place: Place, key: ForeignKey): string {
  const { columns, references, onDelete, onUpdate } = key;
  const target = { schema: references.schema ?? context.server.defaultSchema, name: references.table };
  return callCode(
    context,
    'addForeignKey',
    place,
    quoted(key.name),
    object({
      columns: names(columns),
      references: object({ table: tableCode(target, context.server), columns: names(references.columns) }),
      onDelete: onDelete === 'no action' ? undefined : quoted(onDelete),
      onUpdate: onUpdate === 'no action' ? undefined : quoted(onUpdate),
      deferrable: deferrableCode(key.deferrable),
      ...enforcementMembers(key),
    }),
  );
}
