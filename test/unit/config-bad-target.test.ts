import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';
import { QuodsiDbError } from '../../src/errors.ts';

const cwd = resolve('/srv/project');
const secret = 'hunter2secret';
const badStrings: [form: string, code: string, words: RegExp][] = [
  ['', 'EMPTY_URL', /empty/],
  ['   ', 'EMPTY_URL', /mssql:\/\//],
  ['localhost', 'BAD_URL', /no scheme/],
  ['postgres://u:p@h:1/d\ud800', 'BAD_URL', /half a character/],
  ['/var/data', 'BAD_URL', /pglite:<folder>/],
  ['C:\\data', 'UNKNOWN_URL_SCHEME', /pglite:C:/],
  [`"mssql://sa:${secret}@h/d"`, 'BAD_URL', /quotes around/],
  [`mysql://u:${secret}@h/d`, 'UNKNOWN_URL_SCHEME', /mysql.*mssql:, sqlserver:, postgres:/s],
  [`http://u:${secret}@h/d`, 'UNKNOWN_URL_SCHEME', /http/],
  [`mongodb+srv://u:${secret}@h/d`, 'UNKNOWN_URL_SCHEME', /mongodb/],
  ['sqlite:./x.db', 'UNKNOWN_URL_SCHEME', /sqlite/],
  [`postgre://u:${secret}@h/d`, 'UNKNOWN_URL_SCHEME', /did you mean postgres:/],
  [`mssqll://u:${secret}@h/d`, 'UNKNOWN_URL_SCHEME', /did you mean mssql:/],
  [`u:${secret}@h/d`, 'UNKNOWN_URL_SCHEME', /no known scheme/],
  [`mssql:sa:${secret}@h/d`, 'BAD_URL', /scheme:\/\//],
  [`mssql://sa:${secret}@h`, 'MISSING_DATABASE', /database/],
  [`mssql://sa:${secret}@h/`, 'MISSING_DATABASE', /mssql:\/\/user/],
  [`mssql://sa:${secret}@/d`, 'MISSING_HOST', /no server/],
  ['mssql://h/d', 'MISSING_USER', /user/],
  ['mssql://sa@h/d', 'MISSING_PASSWORD', /password/],
  [`mssql://sa:${secret}@h:port/d`, 'BAD_URL', /1 to 65535/],
  [`mssql://sa:${secret}@h:70000/d`, 'BAD_URL', /1 to 65535/],
  [`mssql://sa:${secret}`, 'BAD_URL', /host and port/],
  [`mssql://sa:${secret}/x@h/d`, 'BAD_URL', /percent-encode/],
  [`mssql://sa:x/${secret}@h/d`, 'BAD_URL', /%2F/],
  [`mssql://sa:a@b/${secret}@h/d`, 'BAD_URL', /%40/],
  [`mssql://sa:${secret}?x@h/d`, 'BAD_URL', /percent-encode/],
  [`mssql://sa:x?${secret}=1@h/d`, 'BAD_URL', /%3F/],
  [`mssql://sa:1?${secret}=1@h/d`, 'BAD_URL', /%3F/],
  [`mssql://sa:x@y?${secret}=1@h/d`, 'BAD_URL', /%3F/],
  [`mssql://sa:x#${secret}@h/d`, 'BAD_URL', /%23/],
  [`mssql://sa:${secret}%@h/d`, 'BAD_URL', /%25/],
  [`mssql://sa:${secret}%zz@h/d`, 'BAD_URL', /%25/],
  [`mssql://sa:${secret}%ff@h/d`, 'BAD_URL', /UTF-8/],
  [`mssql://sa:${secret}@h/d%`, 'BAD_URL', /database/],
  [`mssql://sa:${secret}@h/d%00`, 'BAD_URL', /control/],
  [`mssql://sa:${secret}@h/d?encrpyt=false`, 'UNKNOWN_URL_OPTION', /encrpyt.*did you mean encrypt/s],
  [`mssql://sa:${secret}@h/d?trustServerCert=true`, 'UNKNOWN_URL_OPTION', /trustServerCertificate/],
  [`mssql://sa:${secret}@h/d?sslmode=require`, 'UNKNOWN_URL_OPTION', /sslmode.*nearest/s],
  [`mssql://sa:${secret}@h/d?encrypt=maybe`, 'BAD_URL_OPTION', /encrypt.*strict/s],
  [`mssql://sa:${secret}@h/d?trustServerCertificate=perhaps`, 'BAD_URL_OPTION', /true or false/],
  [`mssql://sa:${secret}@h/d?connectTimeout=15000`, 'BAD_URL_OPTION', /seconds/],
  [`mssql://sa:${secret}@h/d?connectTimeout=soon`, 'BAD_URL_OPTION', /seconds/],
  [`mssql://sa:${secret}@h/d?port=0`, 'BAD_URL_OPTION', /port/],
  [`mssql://sa:${secret}@h/d?applicationIntent=write`, 'BAD_URL_OPTION', /ReadOnly/],
  [`mssql://sa:${secret}@h/d?authentication=magic`, 'BAD_URL_OPTION', /Active Directory Default/],
  [`mssql://sa:${secret}@h/d?failoverPartner=x`, 'UNSUPPORTED_URL_OPTION', /MultiSubnetFailover/],
  [`Server=h;User ID=u;Password=${secret}`, 'MISSING_DATABASE', /Server=tcp/],
  [`Database=d;User ID=u;Password=${secret}`, 'MISSING_HOST', /no server/],
  [`Server=h;Database=d;Password=${secret}`, 'MISSING_USER', /User ID/],
  ['Server=h;Database=d;User ID=u', 'MISSING_PASSWORD', /Password=/],
  [`Server=h;Database=d;User ID=u;Password="${secret}`, 'BAD_URL', /never closed/],
  [`Server=h;Database=d;User ID=u;Password='${secret}'x`, 'BAD_URL', /goes on/],
  [`Server=h;Database=d;User ID=u;Password=a;${secret};Encrypt=true`, 'BAD_URL', /quote/],
  [`Server=h;Database=d;User ID=u;Password=a;${secret}=b;Encrypt=true`, 'BAD_URL', /quoted/],
  [`Server=h;Databse=d;User ID=u;Password=${secret}`, 'UNKNOWN_URL_OPTION', /did you mean database/],
  [`Server=np:\\\\.\\pipe\\sql;Database=d;User ID=u;Password=${secret}`, 'BAD_URL', /named pipes/],
  ['Server=(localdb)\\MSSQLLocalDB;Database=d;Integrated Security=true', 'BAD_URL', /LocalDB/],
  [`Server=h,port;Database=d;User ID=u;Password=${secret}`, 'BAD_URL', /comma/],
  ['Server=h;Database=d;Integrated Security=SSPI', 'UNSUPPORTED_LOGIN', /Windows/],
  ['Server=h;Database=d;Trusted_Connection=yes', 'UNSUPPORTED_LOGIN', /NTLM/],
  ['Server=h;Database=d;Authentication=Active Directory Interactive', 'UNSUPPORTED_LOGIN', /person/],
  [
    `Server=h;Database=d;Authentication=Active Directory Service Principal;User ID=a;Password=${secret}`,
    'MISSING_TENANT_ID',
    /tenant/i,
  ],
  [
    `Server=h;Database=d;Authentication=Active Directory Password;User ID=a;Password=${secret}`,
    'MISSING_CLIENT_ID',
    /client/i,
  ],
  [`Server=h;Database=d;Authentication=ntlm;User ID=a;Password=${secret}`, 'MISSING_DOMAIN', /domain/],
  [`Server=h;AttachDbFilename=x.mdf;Database=d`, 'UNSUPPORTED_URL_OPTION', /attach/],
  [`sqlserver://h:1433;databse=d;user=u;password=${secret}`, 'UNKNOWN_URL_OPTION', /database/],
  [`mssql+pyodbc://u:${secret}@my_dsn`, 'MISSING_DATABASE', /database/],
  [`mssql+pyodbc:///?odbc_connect=DSN%3Dx%3BPWD%3D${secret}`, 'UNSUPPORTED_URL_OPTION', /data source/],
  [`postgres://u:${secret}@h`, 'MISSING_DATABASE', /postgres:\/\//],
  [`postgres:u:${secret}@h/d`, 'BAD_URL', /scheme:\/\//],
  [`postgres://u:${secret}@h1:5432,h2:5432/d`, 'BAD_URL', /host/],
  [`postgres://u:${secret}@h/d?sslmode=maybe`, 'BAD_URL_OPTION', /verify-full/],
  [`postgres://u:${secret}@h/d?sslmod=require`, 'UNKNOWN_URL_OPTION', /did you mean sslmode/],
  [`postgres://u:${secret}@h/d?sslmode=verify-ca`, 'BAD_URL_OPTION', /sslrootcert/],
  [`postgres://u:${secret}@h/d?sslrootcert=nowhere.pem`, 'BAD_URL_OPTION', /does not exist/],
  [`postgres://u:${secret}@h/d?schema=tenant`, 'BAD_URL_OPTION', /public/],
  [`postgres://u:${secret}@h/a%3Fb`, 'BAD_URL', /rename/],
  [`host=h dbname=d user=u password=${secret}`, 'BAD_URL', /keyword form/],
  ['pglite:', 'BAD_URL', /pglite:<folder>/],
  ['pglite://', 'BAD_URL', /pglite:memory/],
];

/** The error that a string ends in. */
function failureOf(url: string): QuodsiDbError {
  try {
    parseTarget(url, { cwd });
  } catch (error) {
    if (error instanceof QuodsiDbError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

describe('bad connection strings', () => {
  test.each(badStrings)('refuses %s', (form, code, words) => {
    const error = failureOf(form);
    expect(error).toMatchObject({ code, exitCode: 78 });
    expect(`${error.message}\n${error.hint}`).toMatch(words);
    expect(error.hint).toBeTruthy();
    expect(JSON.stringify([error.message, error.hint, error.details, error.stack])).not.toContain(secret);
  });

  test('a folder has no control characters', () => {
    expect(failureOf('pglite:a\u0000b')).toMatchObject({ code: 'BAD_URL' });
  });
});
