import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { configError } from './config-error.ts';
import { badValue, type GivenOption } from './options-reader.ts';

const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/**
 * The TLS part of a PostgreSQL URL in pg's words. `sslmode` means what PostgreSQL documents (pg alone would check the
 * certificate under `require` and print a warning), so `uselibpqcompat=true` goes with it, unless the URL says false.
 * pg cannot try again without TLS: `prefer` needs a server with TLS, and `allow` is `disable`.
 *
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 */
export function tlsOptions(
  options: ReadonlyMap<string, GivenOption>,
  cwd: string,
): [name: string, value: string][] {
  const files = ['sslrootcert', 'sslcert', 'sslkey'].flatMap((name): [string, string][] => {
    const path = options.get(name)?.value ?? '';
    // `system` stands for the authorities that the runtime trusts, which is the default here.
    return path === '' || (name === 'sslrootcert' && path === 'system')
      ? []
      : [[name, certificate(name, path, cwd)]];
  });
  const mode = modeOf(options);
  if (mode === undefined) return files;
  if (mode === 'disable' || mode === 'allow') return [['sslmode', 'disable']];
  if (mode === 'no-verify' || mode === 'verify-full') return [['sslmode', mode], ...files];
  if (options.get('uselibpqcompat')?.value === 'false') return [['sslmode', 'verify-full'], ...files];
  if (mode === 'verify-ca' && !files.some(([name]) => name === 'sslrootcert')) {
    throw configError(
      'BAD_URL_OPTION',
      'sslmode=verify-ca in the connection URL needs the file of the authority',
      'add sslrootcert=<file>, or use sslmode=verify-full, which checks the host name too',
    );
  }
  return [['sslmode', mode], ['uselibpqcompat', 'true'], ...files];
}

/** `issuer`: who made the server's certificate is checked, and not whether it is that of the host. */
export type CertificateCheck = 'full' | 'issuer' | 'none';

/** What pg checks of the server's certificate, given the words that {@link tlsOptions} wrote. */
export function certificateCheck(connectionString: string): CertificateCheck {
  const words = new URL(connectionString).searchParams;
  const hasIssuer = words.has('sslrootcert');
  switch (words.get('sslmode')) {
    case 'verify-full':
    case null:
      return 'full';
    case 'verify-ca':
      return 'issuer';
    case 'require':
      // As in libpq, an issuer that is named is checked.
      return hasIssuer ? 'issuer' : 'none';
    default:
      return 'none';
  }
}

function modeOf(options: ReadonlyMap<string, GivenOption>): string | undefined {
  const ssl = options.get('ssl')?.value.toLowerCase();
  const short =
    ssl === 'true' || ssl === '1' ? 'verify-full' : ssl === 'false' || ssl === '0' ? 'disable' : ssl;
  const mode = options.get('sslmode')?.value.toLowerCase() ?? short;
  if (mode !== undefined && !modes.includes(mode)) {
    throw badValue(options.has('sslmode') ? 'sslmode' : 'ssl', `one of ${modes.join(', ')}`);
  }
  return mode;
}

function certificate(name: string, path: string, cwd: string): string {
  const file = resolve(cwd, path);
  if (existsSync(file)) return file;
  throw configError(
    'BAD_URL_OPTION',
    `the file that ${name} of the connection URL names does not exist`,
    'check its path',
  );
}
