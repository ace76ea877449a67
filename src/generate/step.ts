import type { ObjectKind, Objects } from '../diff/change.ts';
import type { Column, ForeignKey, Table } from '../schema/model.ts';
import type { Place } from './place.ts';

/** Keys, indexes, checks and foreign keys: what a table has beside its columns. */
export type PartKind = Extract<ObjectKind, 'primary-key' | 'unique' | 'index' | 'check' | 'foreign-key'>;

export type Part = { readonly [K in PartKind]: { readonly kind: K; readonly value: Objects[K] } }[PartKind];

export type HazardKind = 'drop-table' | 'drop-column' | 'replace-column' | 'narrow-column' | 'not-null';

/** Why a step can lose data, or fail on the rows that are there. */
export interface Hazard {
  readonly kind: HazardKind;
  /** `schema.table` or `schema.table.column`. */
  readonly object: string;
  /** A sentence without a full stop. */
  readonly message: string;
}

interface OnTable {
  readonly table: Place;
  /** Said above the statement: a sentence or more. */
  readonly comment?: string;
  readonly hazard?: Hazard;
}

/** One statement or call of a migration. Steps run one after the other. */
export type Step =
  | { readonly kind: 'create-schema' | 'drop-schema'; readonly name: string }
  | (OnTable & { readonly kind: 'rename-table'; readonly to: string })
  | (OnTable & { readonly kind: 'rename-column'; readonly column: string; readonly to: string })
  | (OnTable & {
      readonly kind: 'rename-part';
      readonly part: PartKind;
      readonly name: string;
      readonly to: string;
    })
  | (OnTable & { readonly kind: 'rename-default'; readonly column: string; readonly to: string })
  | (OnTable & {
      readonly kind: 'create-table';
      readonly definition: Table;
      /** Those that are made with the table; the others have a step of their own. */
      readonly foreignKeys: readonly ForeignKey[];
    })
  | (OnTable & { readonly kind: 'drop-table' })
  | (OnTable & { readonly kind: 'add-column'; readonly column: Column })
  | (OnTable & { readonly kind: 'drop-column'; readonly column: Column })
  | (OnTable & {
      readonly kind: 'alter-column';
      readonly column: Column;
      /** Whether the default is dropped before and made again after. */
      readonly withDefault: boolean;
      /** Whether rows with null make it fail. */
      readonly tightens: boolean;
    })
  | (OnTable & { readonly kind: 'alter-identity'; readonly column: string; readonly always: boolean })
  /** `value` is what a person gave, as text. */
  | (OnTable & { readonly kind: 'backfill'; readonly column: Column; readonly value: string })
  | (OnTable & { readonly kind: 'set-default' | 'drop-default'; readonly column: Column })
  | (OnTable & { readonly kind: 'add-part' | 'drop-part'; readonly part: Part })
  | (OnTable & { readonly kind: 'trust'; readonly name: string })
  | (OnTable & { readonly kind: 'describe'; readonly column?: string; readonly description: string | null });

/** A difference that no migration is written for. */
export interface LeftOut {
  readonly object: string;
  /** A sentence without a full stop. */
  readonly reason: string;
}
