import { quoteName, quoteTable, tableParts } from '../../ddl/name.ts';
import { ownTables } from '../../introspect/own-tables.ts';
import type { PostgresRights, TableRights } from '../../introspect/postgres/rights.ts';
import { type Answer, listed, ok, problem, type Subject, warning } from '../check.ts';
import type { RightCheck, RightId } from './rights.ts';

const quoted = (name: string) => quoteName('postgres', name);

/** PostgreSQL shows every login the same definitions. */
export const postgresRights: Readonly<Partial<Record<RightId, RightCheck<PostgresRights>>>> = {
  'right-create-table': ({ role, schemas }, { schema }) => {
    const there = schemas.get(schema);
    if (there === undefined)
      return problem(
        `there is no schema ${schema}`,
        `CREATE SCHEMA ${quoted(schema)} AUTHORIZATION ${quoted(role)};`,
      );
    if (there.mayUse && there.mayCreate) return ok(`may create tables in the schema ${schema}`);
    return problem(
      there.mayUse
        ? `${role} may not create tables in the schema ${schema}`
        : `${role} may not use the schema ${schema}`,
      `GRANT USAGE, CREATE ON SCHEMA ${quoted(schema)} TO ${quoted(role)};`,
    );
  },

  // There is no right to grant: who may alter a table is its owner, or a member of that role.
  'right-alter': ({ role, tables }, subject) => {
    const others = tablesOfProject(tables, subject).filter(({ isOwn }) => !isOwn);
    if (others.length === 0) return ok('may alter every table');
    // Whoever is a member of a superuser may do everything: such a table is handed over instead.
    const handedOver = others.filter(({ ownedBySuperuser }) => ownedBySuperuser);
    const owners = [...new Set(others.filter((each) => !each.ownedBySuperuser).map(({ owner }) => owner))];
    return judge(
      others,
      subject,
      `${role} may not alter tables of others: ${listed(others.map((table) => `${pathOf(table)} (${table.owner})`))}`,
      [
        ...owners.map((owner) => `GRANT ${quoted(owner)} TO ${quoted(role)};`),
        ...handedOver.map(
          (table) => `ALTER TABLE ${quoteTable('postgres', table)} OWNER TO ${quoted(role)};`,
        ),
      ].join('\n'),
    );
  },

  'right-references': ({ role, tables }, subject) => {
    const missing = tablesOfProject(tables, subject).filter(({ mayReference }) => !mayReference);
    if (missing.length === 0) return ok('may make foreign keys to every table');
    const schemas = [...new Set(missing.map((table) => table.schema))];
    return judge(
      missing,
      subject,
      `${role} may not make foreign keys to ${listed(missing.map(pathOf))}`,
      schemas
        .map((schema) => `GRANT REFERENCES ON ALL TABLES IN SCHEMA ${quoted(schema)} TO ${quoted(role)};`)
        .join('\n'),
    );
  },

  'right-history': ({ role, tables, schemas }, { historyTable, schema: usual }) => {
    const { schema = usual, name } = tableParts(historyTable);
    const there = schemas.get(schema);
    if (there === undefined)
      return problem(
        `there is no schema ${schema}, where the history is to be`,
        `CREATE SCHEMA ${quoted(schema)} AUTHORIZATION ${quoted(role)};`,
      );
    const find = (table: string) => tables.find((each) => each.schema === schema && each.name === table);
    const [history, log] = [find(name), find(`${name}_log`)];
    const onSchema = [
      ...(there.mayUse ? [] : ['USAGE']),
      ...(there.mayCreate || (history && log) ? [] : ['CREATE']),
    ];
    const needed = [
      { on: `SCHEMA ${quoted(schema)}`, rights: onSchema },
      { on: quoteTable('postgres', { schema, name }), rights: history?.missing ?? [] },
      {
        on: quoteTable('postgres', { schema, name: `${name}_log` }),
        rights: log?.missing.filter((right) => /SELECT|INSERT/.test(right)) ?? [],
      },
    ].filter(({ rights }) => rights.length > 0);
    const what = history
      ? `read and write the history${log ? '' : ', whose log is missing and has to be made'}`
      : `make the history in the schema ${schema}`;
    if (needed.length === 0) return ok(`may ${what}`);
    return problem(
      `${role} may not ${what}`,
      needed.map(({ on, rights }) => `GRANT ${rights.join(', ')} ON ${on} TO ${quoted(role)};`).join('\n'),
    );
  },

  'right-lock-holder': ({ role, seesSessions }) =>
    seesSessions
      ? ok('may see who holds the migration lock')
      : warning(
          `${role} may not see from where another role holds the migration lock, nor since when`,
          `GRANT pg_read_all_stats TO ${quoted(role)};`,
        ),
};

const pathOf = ({ schema, name }: TableRights) => `${schema}.${name}`;

/** Those that migrations may be about. */
function tablesOfProject(tables: readonly TableRights[], { historyTable, schema }: Subject): TableRights[] {
  const isOurs = ownTables(historyTable, { defaultSchema: schema, caseSensitive: true });
  return tables.filter((table) => !isOurs(table.schema, table.name));
}

/** Tables that no entity declares may be another application's. */
function judge(
  tables: readonly TableRights[],
  { declared }: Subject,
  message: string,
  advice: string,
): Answer {
  const matters = tables.some((table) => declared.has(pathOf(table)));
  return (matters ? problem : warning)(message, advice);
}
