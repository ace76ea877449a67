import type { ColumnType } from './column-type.ts';
import type { Hidden } from './model.ts';

/** A generator of numbers. Where it stands at present is data, and is left out. */
export interface Sequence {
  /** SQL schema; absent for the login's default. */
  readonly schema?: string;
  readonly name: string;
  readonly type: ColumnType;
  /** Decimal digits: a sequence of SQL Server may be a decimal(38), which a number cannot hold. */
  readonly start: string;
  readonly increment: string;
  /** Absent: the type's own. */
  readonly minimum?: string;
  /** Absent: the type's own. */
  readonly maximum?: string;
  readonly cycle: boolean;
}

export type OpaqueKind =
  | 'view'
  | 'materialized-view'
  | 'trigger'
  | 'routine'
  | 'security-policy'
  | 'exclusion-constraint'
  | 'type';

/** An object whose definition this model has no words for. */
export interface Opaque {
  readonly kind: OpaqueKind;
  /** SQL schema of the object, or of its table; absent for the login's default. */
  readonly schema?: string;
  /** The table of a trigger, policy or exclusion constraint. */
  readonly table?: string;
  readonly name: string;
  /** SHA-256 of the definition with LF line ends; absent where only the name is known. */
  readonly hash?: string | Hidden;
  readonly disabled?: boolean;
}
