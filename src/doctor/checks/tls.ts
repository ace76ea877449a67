import { type CertificateCheck, certificateCheck } from '../../config/postgres-tls.ts';
import type { Target } from '../../target.ts';
import { type Answer, type DatabaseCheck, ok, servers, skipped, warning } from '../check.ts';

/** Whether the connection is encrypted, and whether the server had to prove who it is. */
export const tls: DatabaseCheck = {
  id: 'tls',
  on: servers,
  async run({ database: { target }, postgresSettings }) {
    switch (target.kind) {
      case 'mssql': {
        const checked = target.encrypt === 'strict' || !target.trustServerCertificate;
        // A server that does not encrypt is refused when encryption was asked for, and one that insists on it when it was not.
        const version = target.encrypt === false ? null : 'TLS';
        return judgeTls(target, version, checked ? 'full' : 'none');
      }
      case 'postgres':
        return judgeTls(target, (await postgresSettings()).tls, certificateCheck(target.connectionString));
      default:
        return skipped('nothing goes over a network');
    }
  },
};

const advice = {
  mssql: {
    encrypt: 'Write encrypt=true into the connection string, and give the server a certificate.',
    check:
      'Write trustServerCertificate=false into the connection string; an issuer of your own is trusted by NODE_EXTRA_CA_CERTS=<file>.',
  },
  postgres: {
    encrypt: 'Write sslmode=verify-full into the URL, and turn TLS on at the server.',
    check: 'Write sslmode=verify-full into the URL; for an issuer of your own also sslrootcert=<file>.',
  },
};

export function judgeTls(
  target: Extract<Target, { host: string }>,
  version: string | null,
  check: CertificateCheck,
): Answer {
  const local = isLocal(target.host);
  const { encrypt, check: verify } = advice[target.kind];
  if (version === null) {
    return local
      ? ok('not encrypted, within this machine')
      : warning('not encrypted: whoever sits between can read the password and all data', encrypt);
  }
  if (check === 'full') return ok(`${version}, the server's certificate was checked`);
  if (check === 'issuer')
    return ok(`${version}, the issuer of the server's certificate was checked, its host name was not`);
  return local
    ? ok(`${version}, the server's certificate was not checked, within this machine`)
    : warning(`${version}, but the server's certificate was not checked: it may be anybody's`, verify);
}

function isLocal(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?|\.|\(local\)|\/.*)$/i.test(host);
}
