import type { Change } from '../diff/change.ts';
import { expressionContext } from '../diff/sides.ts';
import type { Dialect, Schema, Server, Table } from '../schema/model.ts';
import { normalize } from '../schema/normalize.ts';
import { serverOf, usualServer } from '../schema/server.ts';
import { completeSchemas } from './complete-schema.ts';
import { formatTypeScript } from './format-typescript.ts';
import { type Place, placeKey, sameName, tablesByPlace } from './place.ts';
import { planSteps } from './plan.ts';
import { withEarlierDefaultNames } from './plan-renames.ts';
import { type Rename, renamedSchema, reversedRenames } from './rename.ts';
import { type Direction, renderSteps } from './render.ts';
import { otherDialect, type RenderContext } from './render-context.ts';
import type { Hazard, LeftOut, Step } from './step.ts';
import { twinsOf } from './twins.ts';

export interface GenerateInput {
  /** The database, or a dump of one. */
  readonly actual: Schema;
  /** What is declared, for both engines. */
  readonly desired: Readonly<Record<Dialect, Schema>>;
  readonly renames?: readonly Rename[];
  /** What rows get in a column that becomes NOT NULL, by `columnKey`. */
  readonly backfills?: ReadonlyMap<string, string>;
  /** The changes to make; all where left out. */
  readonly wanted?: (change: Change) => boolean;
}

export interface MigrationPlan {
  readonly up: readonly Step[];
  readonly down: readonly Step[];
  readonly hazards: readonly Hazard[];
  /** Differences that no migration is written for. */
  readonly leftOut: readonly LeftOut[];
  /** What differs once the renames are done, in the order of the objects' names. */
  readonly changes: readonly Change[];
  /** The TypeScript of the migration as it is put together, and laid out for a person. */
  readonly code: () => string;
  readonly source: () => Promise<string>;
}

/** The migration from what is to what is declared, and back. It is empty where `up` has no steps. */
export function planMigration(input: GenerateInput): MigrationPlan {
  const { actual, desired, renames = [], backfills = new Map(), wanted } = input;
  const { dialect } = actual;
  const server = serverOf(actual);
  const there = normalize(actual, server);
  const own = normalize(desired[dialect], server);
  const completed = completeSchemas(renamedSchema(there, renames), own, wanted);
  const back = reversedRenames(renames, server);
  const before = withEarlierDefaultNames(renamedSchema(completed.from, back), renames, server);
  const forth = planSteps({ from: before, to: completed.to, renames, backfills });
  const return_ = planSteps({ from: completed.to, to: before, renames: back, backfills: new Map() });
  const other = otherDialect(dialect);
  const twins = twinsOf(completed.to, desired[other], renames);
  const hazards = forth.steps.flatMap((step) => ('hazard' in step && step.hazard ? [step.hazard] : []));
  const losesData = hazards.some(({ kind }) => kind !== 'not-null');
  const code = (): string => {
    const helpers = new Set<string>();
    const leadingTo = (target: Schema): RenderContext => ({
      dialect,
      server,
      twins,
      expressions: tableLookup(target, desired[other], server),
      helper: (name) => {
        helpers.add(name);
        return name;
      },
      noteOneEngine: () => undefined,
    });
    const up = functionCode(leadingTo(completed.to), forth.steps, 'up');
    const down = functionCode(leadingTo(before), return_.steps, 'down');
    const imports = [...helpers].toSorted((a, b) => (a < b ? -1 : 1));
    const importCode = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from 'quodsi-db/ddl';\n`;
    // Whoever agreed to it agreed to the loss: "migrate verify --data" does not look for those rows.
    const config = losesData ? 'export const config = { destructive: true };\n\n' : '';
    return `import type { Knex } from 'knex';\n${importCode}\n${config}${up}\n\n${down}\n`;
  };
  return {
    up: forth.steps,
    down: return_.steps,
    hazards,
    leftOut: [...completed.leftOut, ...forth.leftOut],
    changes: forth.changes,
    code,
    source: () => formatTypeScript(code()),
  };
}

function functionCode(context: RenderContext, steps: readonly Step[], direction: Direction): string {
  const uses = new Map<string, number>();
  const body = renderSteps(context, steps, direction);
  const call = /(?<![\w"'.])dateTimeType\(knex, (\d)\)/g;
  for (const [, precision = ''] of body.matchAll(call)) uses.set(precision, (uses.get(precision) ?? 0) + 1);
  const [shared] = [...uses].filter(([, count]) => count > 1).map(([precision]) => precision);
  const head = shared === undefined ? '' : `const dateTime = dateTimeType(knex, ${shared});\n\n`;
  const text = body.replaceAll(call, (all, precision: string) => (precision === shared ? 'dateTime' : all));
  return `export async function ${direction}(knex: Knex): Promise<void> {\n${head}${text}\n}`;
}

/** How expressions of a table are read, by the columns that it has when they are made. */
function tableLookup(target: Schema, otherEngine: Schema, server: Server): RenderContext['expressions'] {
  const tables = tablesByPlace(target, server);
  const otherServer = usualServer(otherEngine.dialect);
  const others = tablesByPlace(normalize(otherEngine, otherServer), otherServer);
  return (place, dialect) => {
    if (dialect === target.dialect) {
      const table = tables.get(placeKey(place, server)) ?? emptyTable(place);
      return expressionContext(table, { dialect, server });
    }
    const isDefault = sameName(place.schema, server.defaultSchema, server);
    const schema = isDefault ? otherServer.defaultSchema : place.schema;
    const table = others.get(placeKey({ schema, name: place.name }, otherServer)) ?? emptyTable(place);
    return expressionContext(table, { dialect, server: otherServer });
  };
}

const emptyTable = ({ schema, name }: Place): Table => ({
  schema,
  name,
  columns: [],
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
});
