import { hostname } from 'node:os';

/** What the server shows beside a connection, so that an administrator finds its process: `quodsi-db migrate up (4711 on web-1)`. */
export function applicationName(command: string): string {
  return `quodsi-db ${command} (${process.pid} on ${hostname()})`;
}
