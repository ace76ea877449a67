import type { Dialect } from '../target.ts';
import { quoteName } from './name.ts';

/** How a key or an index is kept, where that is not the usual way. */
export interface StorageOptions {
  /** Percent of a page that is filled when it is built. */
  readonly fillFactor?: number;
  /** SQL Server: a duplicate is left out with a warning, and is no error. */
  readonly ignoreDuplicates?: boolean;
  /** SQL Server. */
  readonly compression?: 'none' | 'row' | 'page' | 'columnstore' | 'columnstore_archive';
  /** SQL Server: the scheme, and the column that it goes by. */
  readonly partition?: { readonly scheme: string; readonly column: string };
}

/** What follows the columns, a space in front; empty where all is usual. */
export function storageSql(dialect: Dialect, options: StorageOptions): string {
  const { fillFactor, ignoreDuplicates, compression, partition } = options;
  if (dialect === 'postgres') return fillFactor === undefined ? '' : ` WITH (fillfactor = ${fillFactor})`;
  const settings = [
    fillFactor !== undefined && `FILLFACTOR = ${fillFactor}`,
    ignoreDuplicates && 'IGNORE_DUP_KEY = ON',
    compression !== undefined && `DATA_COMPRESSION = ${compression.toUpperCase()}`,
  ].filter(Boolean);
  const place =
    partition === undefined
      ? ''
      : ` ON ${quoteName(dialect, partition.scheme)} (${quoteName(dialect, partition.column)})`;
  return (settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`) + place;
}
