import { configError } from './config-error.ts';
import { hasControl } from './split-url.ts';

export interface ServerAddress {
  readonly host: string;
  readonly port?: number;
  readonly instanceName?: string;
}

const unreachable: Readonly<Record<string, string>> = {
  np: 'named pipes',
  lpc: 'shared memory',
  admin: 'the dedicated administrator connection',
};

/**
 * A server as ADO.NET and ODBC write it: `tcp:host,1433`, `host\instance`, `host\instance,1433`, `.`, `(local)`. A port
 * makes the instance name needless, so the instance is dropped then, as Microsoft's own drivers do.
 *
 * @throws BAD_URL for anything but TCP, and for a port that is none
 */
export function parseServer(text: string): ServerAddress {
  const prefix = /^(tcp|np|lpc|admin):/i.exec(text.trim())?.[1]?.toLowerCase();
  const name =
    prefix === undefined
      ? text.trim()
      : text
          .trim()
          .slice(prefix.length + 1)
          .trim();
  if ((prefix !== undefined && prefix !== 'tcp') || name.startsWith('\\\\') || /^\(localdb\)/i.test(name)) {
    const way = unreachable[prefix ?? ''] ?? (name.startsWith('\\\\') ? 'named pipes' : 'LocalDB');
    throw configError(
      'BAD_URL',
      `the server in the connection string is reached by ${way}; only TCP is supported`,
      'enable TCP/IP for the instance and write Server=tcp:host,1433',
    );
  }
  const match = /^(?:\[([0-9a-f:.%]+)\]|([^\\,\s[\]]*))(?:\\([^\\,\s]+))?(?:\s*,\s*(\d{1,5}))?$/i.exec(name);
  const port = match?.[4] === undefined ? undefined : Number(match[4]);
  if (match === null || hasControl(name) || (port !== undefined && (port < 1 || port > 65535))) {
    throw configError(
      'BAD_URL',
      'the server in the connection string cannot be read',
      'write Server=tcp:host,1433 or Server=host\\instance; the port follows a comma',
    );
  }
  return serverAddress(match[1] ?? match[2] ?? '', match[3], port);
}

/** Puts an address together: the local names become `localhost`, and 1433 is the port where nothing tells another. */
export function serverAddress(
  host: string,
  instance: string | undefined,
  port: number | undefined,
): ServerAddress {
  if (host === '') {
    throw configError(
      'MISSING_HOST',
      'the connection string names no server',
      'write mssql://user:<password>@host:1433/database or Server=tcp:host,1433;Database=…',
    );
  }
  const local = host === '.' || /^\((?:local|\.)\)$/i.test(host);
  const isDefault = instance === undefined || instance.toUpperCase() === 'MSSQLSERVER';
  return {
    host: local ? 'localhost' : host,
    ...(port === undefined && !isDefault ? { instanceName: instance } : { port: port ?? 1433 }),
  };
}
