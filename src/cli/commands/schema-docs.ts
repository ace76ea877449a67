import type { Project } from '../../config/load.ts';
import { type DocumentOptions, documentSchema, engineName } from '../../docs/document-schema.ts';
import { toSchema } from '../../entities/to-schema.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { hiddenFacts } from '../../introspect/hidden-facts.ts';
import { introspect } from '../../introspect/introspect.ts';
import { jsonReport } from '../../report/json.ts';
import type { Dialect, Schema } from '../../schema/model.ts';
import { nameKey, serverOf, usualServer } from '../../schema/server.ts';
import type { Handler, Options } from '../command.ts';
import type { Context } from '../context.ts';
import { documentKind, renderDocument } from '../docs-format.ts';
import { loadEntities } from '../load-entities.ts';
import { type Session, withSession } from '../project-database.ts';
import { moment } from '../style.ts';
import { docsText } from './schema-docs-text.ts';
import { pendingMigrations } from './validate-schema.ts';

const run: Handler = async (context, _args, options) => {
  const project = await context.project();
  const source = options.source ?? (project.targetSource === 'embedded' ? 'entities' : 'database');
  const documentation = documentSchema({
    ...(source === 'entities'
      ? await declaredOnly(project, options)
      : await withSession(context, options, { writes: false }, (session) => live(context, session, options))),
    title: typeof options.title === 'string' ? options.title : 'Database schema',
    ...(options.timestamp === true ? { madeAt: moment(new Date()) } : {}),
  });
  const kind = documentKind(context);
  const json = { documentation };
  const rendered =
    kind === 'json'
      ? jsonReport({ command: context.command, members: json, ok: true })
      : kind === null
        ? undefined
        : await renderDocument(kind, documentation);
  return {
    exitCode: exitCodes.ok,
    isData: context.global.output === undefined,
    json,
    text: (style) => docsText(documentation, context.global.output, style),
    ...(rendered === undefined ? {} : { document: rendered }),
  };
};

export default run;

type Sources = Omit<DocumentOptions, 'title'>;

async function declaredOnly(project: Project, options: Options): Promise<Sources> {
  const entities = (await loadEntities(project)).map(({ entity }) => entity);
  const dialect = (options.engine as Dialect | undefined) ?? project.target().dialect;
  const server = usualServer(dialect);
  return {
    declared: without(toSchema(entities, dialect), options),
    subject: `Declared schema, ${engineName(dialect)}`,
    scopes: scopesOf(entities, server.defaultSchema, (name) => nameKey(name, server)),
  };
}

async function live(context: Context, session: Session, options: Options): Promise<Sources> {
  const { project, database, history } = session;
  const rows = await history.read(database);
  const actual = await introspect(database, { historyTable: project.migrations.table });
  if (hiddenFacts(actual).some(({ reason }) => reason === 'permission')) {
    context.note('not everything could be read: the login needs VIEW DEFINITION on the database');
  }
  const { product, database: name } = database.server;
  const subject = product === 'PGlite' ? 'Embedded database, PGlite' : `Database ${name}, ${product}`;
  const found = await declaration(context, project, actual, rows !== null);
  if (found === null) return { database: without(actual, options), subject };
  const server = serverOf(actual);
  return {
    database: without(actual, options),
    declared: without(found.declared, options),
    subject,
    scopes: scopesOf(found.entities, server.defaultSchema, (text) => nameKey(text, server)),
    pending: await pendingMigrations(session, rows),
  };
}

type Entities = Parameters<typeof toSchema>[0];

/** What the project declares; null where it says nothing about this database, so that all of it would pass for drift. */
async function declaration(
  context: Context,
  project: Project,
  actual: Schema,
  hasHistory: boolean,
): Promise<{ readonly entities: Entities; readonly declared: Schema } | null> {
  let entities: Entities;
  try {
    entities = (await loadEntities(project)).map(({ entity }) => entity);
  } catch (error) {
    if (!(error instanceof QuodsiDbError) || error.code !== 'NO_ENTITIES' || project.entities !== null)
      throw error;
    context.note('the config names no entities: the database is shown by itself');
    return null;
  }
  const declared = toSchema(entities, actual.dialect);
  const server = serverOf(actual);
  const known = new Set(declared.tables.map(({ name }) => nameKey(name, server)));
  const isOurs =
    actual.tables.length === 0 || actual.tables.some(({ name }) => known.has(nameKey(name, server)));
  if (project.entities !== null || hasHistory || isOurs) return { entities, declared };
  context.note('the database has none of the built-in tables and no history: it is shown by itself');
  return null;
}

/** The schema without the tables that --ignore names. */
function without(schema: Schema, { ignore }: Options): Schema {
  if (!Array.isArray(ignore)) return schema;
  const { defaultSchema } = serverOf(schema);
  const patterns: readonly ((object: string) => boolean)[] = ignore;
  const isIgnored = (place: string | undefined, name: string) =>
    patterns.some((matches) => matches(`${place ?? defaultSchema}.${name}`));
  return {
    ...schema,
    tables: schema.tables.filter((table) => !isIgnored(table.schema, table.name)),
    ...(schema.opaques === undefined
      ? {}
      : { opaques: schema.opaques.filter((item) => !isIgnored(item.schema, item.table ?? item.name)) }),
    ...(schema.sequences === undefined
      ? {}
      : { sequences: schema.sequences.filter((item) => !isIgnored(item.schema, item.name)) }),
  };
}

function scopesOf(
  entities: Entities,
  defaultSchema: string,
  fold: (name: string) => string,
): NonNullable<DocumentOptions['scopes']> {
  const key = (schema: string, table: string) => JSON.stringify([fold(schema), fold(table)]);
  const scopes = new Map(
    entities.map(({ schema, table, scope }) => [key(schema ?? defaultSchema, table), scope]),
  );
  return (schema, table) => scopes.get(key(schema === '' ? defaultSchema : schema, table));
}
