import type { Schema } from '../schema/model.ts';
import type { OpaqueKind } from '../schema/model-objects.ts';
import { serverOf } from '../schema/server.ts';

const words: Readonly<Record<OpaqueKind, string>> = {
  view: 'view',
  'materialized-view': 'materialized view',
  trigger: 'trigger',
  routine: 'routine',
  'security-policy': 'security policy',
  'exclusion-constraint': 'exclusion constraint',
  type: 'type',
};

/** What a database has and entities cannot declare, a line each: objects of kinds that they have no words for. */
export function notHeldBy(schema: Schema): string[] {
  const { defaultSchema } = serverOf(schema);
  const used = new Set(schema.tables.map((table) => table.schema ?? defaultSchema));
  const empty = (schema.schemas ?? []).filter((name) => !used.has(name) && name !== defaultSchema);
  const homeless = schema.tables.length === 0 ? (schema.sequences ?? []) : [];
  return [
    ...empty.map((name) => `SQL schema ${name}: no table is in it`),
    ...homeless.map(({ schema: space = defaultSchema, name }) => `sequence ${space}.${name}`),
    ...(schema.opaques ?? []).map(({ kind, schema: space = defaultSchema, table, name }) => {
      const path = [space, ...(table === undefined ? [] : [table]), name].join('.');
      return `${words[kind]} ${path}`;
    }),
  ];
}
