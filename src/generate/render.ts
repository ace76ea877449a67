import { assertNever } from '../errors.ts';
import type { Column } from '../schema/model.ts';
import { backfillCode } from './backfill-code.ts';
import { addPartCode, callCode, dropPartCode } from './part-code.ts';
import { object, type RenderContext } from './render-context.ts';
import { inComment, quoted } from './source-text.ts';
import type { Step } from './step.ts';
import { addColumnsCode, createTableCode, dropTableCode } from './table-code.ts';
import { typeCode } from './type-code.ts';
import { ddlDefaultCode } from './value-code.ts';

export type Direction = 'up' | 'down';

/** The statements of a function, a blank line where another table or another thing begins. */
export function renderSteps(base: RenderContext, steps: readonly Step[], direction: Direction): string {
  const blocks: { readonly code: string; readonly apart: boolean; readonly last: Step }[] = [];
  for (let i = 0; i < steps.length; i += 1) {
    const run = columnRun(steps, i);
    const [step] = run;
    if (step === undefined) continue;
    const previous = blocks.at(-1);
    const { code, comments } = renderRun(base, run, direction);
    const apart =
      previous !== undefined &&
      (comments.length > 0 || previous.apart || !belongTogether(previous.last, step));
    const text = [...comments.flatMap(commentLines), code].join('\n');
    blocks.push({
      code: apart ? `\n${text}` : text,
      apart: comments.length > 0 || isBlock(step),
      last: run.at(-1) ?? step,
    });
    i += run.length - 1;
  }
  return blocks.map(({ code }) => code).join('\n');
}

const isBlock = ({ kind }: Step) => kind === 'create-table';

function belongTogether(a: Step, b: Step): boolean {
  if (isBlock(b) || !('table' in a) || !('table' in b)) return a.kind === b.kind;
  return a.kind === 'drop-table' && b.kind === 'drop-table'
    ? true
    : a.table.name === b.table.name && a.table.schema === b.table.schema;
}

/** Columns that are added one after the other to the same table, for the same reason: one statement. */
function columnRun(steps: readonly Step[], start: number): readonly Step[] {
  const first = steps[start];
  if (first === undefined) return [];
  if (first.kind !== 'add-column' || first.column.computed) return [first];
  let end = start + 1;
  for (; end < steps.length; end += 1) {
    const next = steps[end];
    const joins =
      next?.kind === 'add-column' &&
      !next.column.computed &&
      next.table.name === first.table.name &&
      next.table.schema === first.table.schema &&
      next.comment === first.comment;
    if (!joins) break;
  }
  return steps.slice(start, end);
}

function renderRun(
  base: RenderContext,
  run: readonly Step[],
  direction: Direction,
): { readonly code: string; readonly comments: readonly string[] } {
  let oneEngine = false;
  const context: RenderContext = {
    ...base,
    noteOneEngine: () => {
      oneEngine = true;
    },
  };
  const [first] = run;
  const columns = run.flatMap((step) => (step.kind === 'add-column' ? [step.column] : []));
  const code =
    first?.kind === 'add-column'
      ? addColumnsCode(context, first.table, columns).join('\n')
      : run.map((step) => stepCode(context, step)).join('\n');
  const engine = base.dialect === 'mssql' ? 'SQL Server' : 'PostgreSQL';
  const comments = run.flatMap((step) => commentsOf(step, direction));
  return {
    code,
    comments: [
      ...new Set([
        ...comments,
        ...(oneEngine
          ? [`As ${engine} has it; on another engine it may have to be written differently.`]
          : []),
      ]),
    ],
  };
}

/** So many characters fit into a line of a function with the mark of a comment. */
const COMMENT_WIDTH = 104;

function commentLines(text: string): string[] {
  const lines: string[] = [];
  for (const word of inComment(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < COMMENT_WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `// ${line}`);
}

/** On the way back only what a person has to know: that it takes away what `up` brought is its purpose. */
function commentsOf(step: Step, direction: Direction): string[] {
  if (!('table' in step)) return [];
  const { hazard, comment } = step;
  const told = hazard !== undefined && direction === 'up';
  return [...(told ? [`Destructive: ${hazard.message}.`] : []), ...(comment === undefined ? [] : [comment])];
}

function stepCode(context: RenderContext, step: Step): string {
  switch (step.kind) {
    case 'create-schema':
    case 'drop-schema': {
      const helper = step.kind === 'create-schema' ? 'createSchema' : 'dropSchema';
      return `await ${context.helper(helper)}(knex, ${quoted(step.name)});`;
    }
    case 'rename-table':
      return callCode(context, 'renameTable', step.table, quoted(step.to));
    case 'rename-column':
      return callCode(context, 'renameColumn', step.table, quoted(step.column), quoted(step.to));
    case 'rename-part': {
      const helper = step.part === 'index' ? 'renameIndex' : 'renameConstraint';
      return callCode(context, helper, step.table, quoted(step.name), quoted(step.to));
    }
    case 'rename-default':
      return callCode(context, 'renameDefault', step.table, quoted(step.column), quoted(step.to));
    case 'create-table':
      return createTableCode(context, step).join('\n\n');
    case 'drop-table':
      return dropTableCode(context, step.table);
    case 'add-column':
      return addColumnsCode(context, step.table, [step.column]).join('\n');
    case 'drop-column':
      return callCode(context, 'dropColumn', step.table, quoted(step.column.name));
    case 'alter-column':
      return alterColumnCode(context, step);
    case 'alter-identity':
      return callCode(
        context,
        'alterIdentity',
        step.table,
        quoted(step.column),
        object({ always: String(step.always) }),
      );
    case 'backfill':
      return callCode(
        context,
        'backfill',
        step.table,
        quoted(step.column.name),
        backfillCode(step.column, step.value) ?? quoted(step.value),
      );
    case 'set-default':
      return callCode(
        context,
        'setDefault',
        step.table,
        quoted(step.column.name),
        ddlDefaultCode(context, step.table, step.column),
      );
    case 'drop-default':
      return callCode(context, 'dropDefault', step.table, quoted(step.column.name));
    case 'add-part':
      return addPartCode(context, step.table, step.part);
    case 'drop-part':
      return dropPartCode(context, step.table, step.part);
    case 'trust':
      return callCode(context, 'trustConstraint', step.table, quoted(step.name));
    case 'describe':
      return describeCode(context, step);
    default:
      return assertNever(step);
  }
}

function alterColumnCode(
  context: RenderContext,
  { table, column, withDefault }: Extract<Step, { kind: 'alter-column' }>,
): string {
  // An identity stays one: only the type of its numbers is said.
  const typed: Column = { ...column, identity: null };
  return callCode(
    context,
    'alterColumn',
    table,
    quoted(column.name),
    object({
      type: typeCode(context, typed),
      nullable: String(column.nullable),
      collation: column.collation ? quoted(column.collation) : undefined,
      default: withDefault ? ddlDefaultCode(context, table, column) : undefined,
    }),
  );
}

function describeCode(
  context: RenderContext,
  { table, column, description }: Extract<Step, { kind: 'describe' }>,
): string {
  const text = description === null ? 'null' : quoted(description);
  return column === undefined
    ? callCode(context, 'setDescription', table, text)
    : callCode(context, 'setColumnDescription', table, quoted(column), text);
}
