import type { Index, PrimaryKey, Server, UniqueConstraint } from '../schema/model.ts';
import { compareFact, type FacetList } from './facets.ts';
import { compareNameLists, namesKey } from './name-lists.ts';

type Key = PrimaryKey | UniqueConstraint;

export function compareKeys(list: FacetList, from: Key, to: Key, server: Server): void {
  compareNameLists(list, 'columns', from.columns, to.columns, server);
  compareNameLists(list, 'direction', from.descending ?? [], to.descending ?? [], server);
  compareNameLists(list, 'include', from.include ?? [], to.include ?? [], server);
  if ('nullsNotDistinct' in from && 'nullsNotDistinct' in to) {
    compareFact(list, 'nulls-not-distinct', from.nullsNotDistinct, to.nullsNotDistinct);
  }
  compareFact(list, 'deferrable', from.deferrable, to.deferrable);
  compareStorage(list, from, to);
}

export function compareStorage(list: FacetList, from: Key | Index, to: Key | Index): void {
  compareFact(list, 'clustered', from.clustered, to.clustered);
  compareFact(list, 'disabled', from.disabled, to.disabled);
  compareFact(list, 'ignore-duplicates', from.ignoreDuplicates, to.ignoreDuplicates);
  compareFact(list, 'fill-factor', from.fillFactor, to.fillFactor);
  compareFact(list, 'compression', from.compression, to.compression);
  compareFact(list, 'partition', from.partition, to.partition);
}

/** What a key is beside its name. */
export const keyStructure = (key: Key, server: Server) => namesKey(key.columns, server);
