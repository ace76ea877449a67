import type {
  Check,
  Column,
  ForeignKey,
  Index,
  PrimaryKey,
  Table,
  UniqueConstraint,
} from '../schema/model.ts';
import type { Opaque, Sequence } from '../schema/model-objects.ts';

/** Every kind of object that a change can be about, and what the model says of one. */
export interface Objects {
  readonly schema: { readonly name: string };
  readonly sequence: Sequence;
  readonly table: Table;
  readonly column: Column;
  readonly 'primary-key': PrimaryKey;
  readonly unique: UniqueConstraint;
  readonly index: Index;
  readonly 'foreign-key': ForeignKey;
  readonly check: Check;
  readonly opaque: Opaque;
}

export type ObjectKind = keyof Objects;

/** Where an object is found. The name is the wanted one (`to`) where a change renames. */
export interface ObjectName {
  readonly schema: string;
  /** Of a part of a table. */
  readonly table?: string;
  readonly name: string;
}

export type FacetName =
  | 'name'
  | 'type'
  | 'length'
  | 'precision'
  | 'scale'
  | 'base-type'
  | 'nullable'
  | 'collation'
  | 'default'
  | 'default-name'
  | 'identity'
  | 'identity-always'
  | 'computed'
  | 'persisted'
  | 'description'
  | 'column-order'
  | 'temporal'
  | 'columns'
  | 'direction'
  | 'include'
  | 'filter'
  | 'unique'
  | 'clustered'
  | 'nulls-not-distinct'
  | 'method'
  | 'ignore-duplicates'
  | 'fill-factor'
  | 'compression'
  | 'partition'
  | 'references'
  | 'on-delete'
  | 'on-update'
  | 'deferrable'
  | 'expression'
  | 'disabled'
  | 'not-trusted'
  | 'start'
  | 'increment'
  | 'minimum'
  | 'maximum'
  | 'cycle'
  | 'definition';

/** Low where the server may have made the difference itself, an expression cannot be read, or a match is one of several. */
export type Confidence = 'high' | 'low';

/** One thing that differs about an object, as text; null where there is none of it. */
export interface Facet {
  readonly name: FacetName;
  readonly from: string | null;
  readonly to: string | null;
  readonly confidence: Confidence;
}

interface About<K extends ObjectKind> {
  readonly kind: K;
  readonly object: ObjectName;
  /** A foreign key of a table that is added or dropped as a whole: it is told apart only because tables refer to each other. */
  readonly withTable?: boolean;
}

interface Add<K extends ObjectKind> extends About<K> {
  readonly action: 'add';
  readonly from: null;
  readonly to: Objects[K];
}

interface Drop<K extends ObjectKind> extends About<K> {
  readonly action: 'drop';
  readonly from: Objects[K];
  readonly to: null;
}

interface Modify<K extends ObjectKind> extends About<K> {
  readonly action: 'modify';
  readonly from: Objects[K];
  readonly to: Objects[K];
  /** Never empty. */
  readonly facets: readonly Facet[];
  /** High where any facet is. */
  readonly confidence: Confidence;
}

export type ChangeOf<K extends ObjectKind> = Add<K> | Drop<K> | Modify<K>;

/** What must happen to make `to` out of `from`. A table is added and dropped with all its parts but the foreign keys. */
export type Change = { readonly [K in ObjectKind]: ChangeOf<K> }[ObjectKind];

/** A fact that was not compared, and so neither passed nor failed: the engine has no such thing, or the login may not see it. */
export interface Skip {
  readonly kind: ObjectKind;
  readonly object: ObjectName;
  readonly fact: FacetName;
  readonly reason: 'engine' | 'permission';
  readonly from: string | null;
  readonly to: string | null;
}

export interface Diff {
  /** In the order of the objects' names. */
  readonly changes: readonly Change[];
  readonly skipped: readonly Skip[];
}
