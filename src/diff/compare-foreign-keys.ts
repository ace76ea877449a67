import type { ForeignKey, Server } from '../schema/model.ts';
import { compareFact, type FacetList } from './facets.ts';
import { compareNameLists, listed, namesKey } from './name-lists.ts';

export function compareForeignKeys(list: FacetList, from: ForeignKey, to: ForeignKey, server: Server): void {
  compareNameLists(list, 'columns', from.columns, to.columns, server);
  if (targetKey(from, server) !== targetKey(to, server)) {
    compareFact(list, 'references', target(from), target(to));
  }
  compareFact(list, 'on-delete', from.onDelete, to.onDelete);
  compareFact(list, 'on-update', from.onUpdate, to.onUpdate);
  compareFact(list, 'deferrable', from.deferrable, to.deferrable);
  compareFact(list, 'disabled', from.disabled, to.disabled);
  compareFact(list, 'not-trusted', from.notTrusted, to.notTrusted);
}

/** What a foreign key joins, whatever its name and actions. */
export const foreignKeyCore = (key: ForeignKey, server: Server) =>
  `${namesKey(key.columns, server)}${targetKey(key, server)}`;

export const foreignKeyStructure = (key: ForeignKey, server: Server) =>
  `${foreignKeyCore(key, server)}${key.onDelete},${key.onUpdate}`;

const targetKey = ({ references: { schema = '', table, columns } }: ForeignKey, server: Server) =>
  namesKey([schema, table, ...columns], server);

const target = ({ references: { schema, table, columns } }: ForeignKey) =>
  table === ''
    ? ({ hidden: 'permission' } as const)
    : `${schema === undefined ? '' : `${schema}.`}${table}(${listed(columns)})`;
