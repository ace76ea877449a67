import type { Dialect } from './schema/model.ts';

export type { Dialect };

interface TargetBase {
  /** The target for a person, without any secret: `mssql://sa@db.example.com:1433/quodsi`. */
  readonly label: string;
  /** Every form of every secret that came with the target; whatever prints removes them. */
  readonly secrets: readonly string[];
}

/** How to log in to SQL Server; the names are those of the driver (tedious) in camel case. */
export type MssqlAuthentication =
  | { readonly type: 'default'; readonly user: string; readonly password: string }
  | { readonly type: 'ntlm'; readonly user: string; readonly password: string; readonly domain: string }
  | { readonly type: 'azure-active-directory-default'; readonly clientId?: string }
  | {
      readonly type: 'azure-active-directory-password';
      readonly user: string;
      readonly password: string;
      readonly clientId?: string;
      readonly tenantId?: string;
    }
  | { readonly type: 'azure-active-directory-access-token'; readonly token: string }
  | {
      readonly type: 'azure-active-directory-service-principal-secret';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tenantId: string;
    }
  | {
      readonly type: 'azure-active-directory-msi-app-service' | 'azure-active-directory-msi-vm';
      readonly clientId?: string;
    };

export interface MssqlTarget extends TargetBase {
  readonly kind: 'mssql';
  readonly dialect: 'mssql';
  readonly host: string;
  /** Absent when an instance name is given: the SQL Server Browser then tells the port. */
  readonly port?: number;
  readonly instanceName?: string;
  readonly database: string;
  readonly authentication: MssqlAuthentication;
  readonly encrypt: boolean | 'strict';
  readonly trustServerCertificate: boolean;
  /** Host name expected in the server's certificate, where it differs from `host`. */
  readonly serverName?: string;
  readonly multiSubnetFailover?: boolean;
  readonly readOnlyIntent?: boolean;
  /** Milliseconds to wait for the connection. */
  readonly connectTimeout: number;
}

export interface PostgresTarget extends TargetBase {
  readonly kind: 'postgres';
  readonly dialect: 'postgres';
  /** The connection string as `pg` takes it, secrets included. */
  readonly connectionString: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Milliseconds to wait for the connection. */
  readonly connectTimeout: number;
}

export interface EmbeddedTarget extends TargetBase {
  readonly kind: 'pglite';
  readonly dialect: 'postgres';
  /** Absolute folder of the database; null keeps it in memory for the life of the process. */
  readonly folder: string | null;
}

/** A database to connect to, parsed from any of the accepted connection strings. */
export type Target = MssqlTarget | PostgresTarget | EmbeddedTarget;
