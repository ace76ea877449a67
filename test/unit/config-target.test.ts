import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';

const cwd = resolve('/srv/project');
const sql = (user: string, password: string) => ({ type: 'default', user, password });
const pwd = 'Secr3t!';

const mssqlTargets: [form: string, expected: object][] = [
  [
    `mssql://sa:${pwd}@db.example.com:1444/quodsi`,
    {
      kind: 'mssql',
      dialect: 'mssql',
      host: 'db.example.com',
      port: 1444,
      database: 'quodsi',
      authentication: sql('sa', pwd),
      encrypt: true,
      trustServerCertificate: false,
      connectTimeout: 15_000,
      label: 'mssql://sa@db.example.com:1444/quodsi',
    },
  ],
  [`sqlserver://sa:${pwd}@h/d`, { host: 'h', port: 1433, database: 'd', authentication: sql('sa', pwd) }],
  [`MSSQL://sa:${pwd}@h/d`, { host: 'h', port: 1433 }],
  [`  mssql://sa:${pwd}@h/d\n`, { host: 'h', database: 'd' }],
  ['mssql://sa:p%40s%2Fs%23%3F%3A%25@h/d', { authentication: sql('sa', 'p@s/s#?:%') }],
  ['mssql://sa:p@ss:word@h/d', { host: 'h', authentication: sql('sa', 'p@ss:word') }],
  ['mssql://sa:a+b c@h/d', { authentication: sql('sa', 'a+b c') }],
  ['mssql://sa:@h/d', { authentication: sql('sa', '') }],
  [
    'mssql://s%C3%A4:p%C3%A4ss%F0%9F%94%91@h/m%C3%A4%2F1',
    { database: 'mä/1', authentication: sql('sä', 'päss🔑') },
  ],
  [`mssql://sa:${pwd}@[::1]:1433/d`, { host: '::1', port: 1433, label: 'mssql://sa@[::1]:1433/d' }],
  [`mssql://sa:${pwd}@h\\sql2019/d`, { instanceName: 'sql2019', label: 'mssql://sa@h\\sql2019/d' }],
  [`mssql://sa:${pwd}@h%5Csql2019/d`, { host: 'h', instanceName: 'sql2019' }],
  [`mssql://sa:${pwd}@h/d?instanceName=sql2019`, { host: 'h', instanceName: 'sql2019', database: 'd' }],
  [`sqlserver://sa:${pwd}@h/sql2019?database=d`, { host: 'h', instanceName: 'sql2019', database: 'd' }],
  [`mssql://h:1433/d?user=me%40corp.com&password=a%26b`, { authentication: sql('me@corp.com', 'a&b') }],
  [`mssql://sa:${pwd}@h/d?encrypt=false`, { encrypt: false, trustServerCertificate: false }],
  [
    `mssql://sa:${pwd}@h/d?Encrypt=Strict&hostNameInCertificate=x.y`,
    { encrypt: 'strict', serverName: 'x.y' },
  ],
  [`mssql://sa:${pwd}@h/d?trust_server_certificate=yes`, { encrypt: true, trustServerCertificate: true }],
  [`mssql://sa:${pwd}@h/d?connectTimeout=30`, { connectTimeout: 30_000 }],
  [`mssql://sa:${pwd}@h/d?connectTimeout=1500ms`, { connectTimeout: 1500 }],
  [
    `mssql://sa:${pwd}@h/d?applicationIntent=ReadOnly&multiSubnetFailover=true`,
    { readOnlyIntent: true, multiSubnetFailover: true },
  ],
  [
    'mssql://h/d?authentication=azure-active-directory-default',
    { authentication: { type: 'azure-active-directory-default' } },
  ],
  [
    `mssql://h/d?authentication=ActiveDirectoryServicePrincipal&user=app%40tenant&password=${pwd}`,
    {
      authentication: {
        type: 'azure-active-directory-service-principal-secret',
        clientId: 'app',
        clientSecret: pwd,
        tenantId: 'tenant',
      },
    },
  ],
  [
    `mssql://CORP%5Cjane:${pwd}@h/d`,
    { authentication: { type: 'ntlm', domain: 'CORP', user: 'jane', password: pwd } },
  ],
  // ADO.NET
  [
    `Server=tcp:h.database.windows.net,1433;Database=d;User ID=u;Password=${pwd};Encrypt=True;TrustServerCertificate=False;Connection Timeout=30;`,
    {
      host: 'h.database.windows.net',
      port: 1433,
      authentication: sql('u', pwd),
      encrypt: true,
      connectTimeout: 30_000,
    },
  ],
  [`Data Source=h\\inst;Initial Catalog=d;UID=u;PWD=${pwd}`, { host: 'h', instanceName: 'inst' }],
  [`Data Source=h\\inst,1500;Initial Catalog=d;UID=u;PWD=${pwd}`, { host: 'h', port: 1500 }],
  [`Server=h\\MSSQLSERVER;Database=d;UID=u;PWD=${pwd}`, { host: 'h', port: 1433 }],
  [`server=(local);database=d;uid=u;pwd=${pwd}`, { host: 'localhost', port: 1433 }],
  [`Server=.;Database=d;uid=u;pwd=${pwd};`, { host: 'localhost', port: 1433 }],
  [`Server=.\\SQLEXPRESS;Database=d;uid=u;pwd=${pwd};`, { host: 'localhost', instanceName: 'SQLEXPRESS' }],
  [`Server=tcp:[fe80::1],1500;Database=d;uid=u;pwd=${pwd};`, { host: 'fe80::1', port: 1500 }],
  ['Server=h;Database=d;User ID=u;Password="a;b=""c\'d"', { authentication: sql('u', 'a;b="c\'d') }],
  ["Server=h;Database=d;User ID=u;Password='a;b=\"c''d'", { authentication: sql('u', 'a;b="c\'d') }],
  ['Server=h;Database=d;User ID=u;Password={a;b}}c}', { authentication: sql('u', 'a;b}c') }],
  ['Server=h;Database=d;User ID=u;Password={abc', { authentication: sql('u', '{abc') }],
  ['Server=h;Database=d;User ID=u;Password==a=b@/?#', { authentication: sql('u', '=a=b@/?#') }],
  ['Server=h;Database=d;User ID=u;Password=;Encrypt=false', { authentication: sql('u', ''), encrypt: false }],
  [
    ';Server=h;;Database=d; User ID = u ;Password= p w ;',
    { host: 'h', database: 'd', authentication: sql('u', 'p w') },
  ],
  [`Server=h;Database=d;UID=u;PWD=${pwd};Encrypt=Optional`, { encrypt: false }],
  [
    `Server=h;Database=d;UID=u;PWD=${pwd};Encrypt=Mandatory;Trust Server Certificate=yes`,
    { encrypt: true, trustServerCertificate: true },
  ],
  [`Server=h;Database=d;UID=u;PWD=${pwd};Encrypt=false;Encrypt=strict`, { encrypt: 'strict' }],
  [
    `Server=h;Database=d;UID=u;PWD=${pwd};MultipleActiveResultSets=true;Max Pool Size=5;Application Name=x;Persist Security Info=false`,
    { host: 'h' },
  ],
  [
    'Server=h;Database=d;Authentication=Active Directory Default',
    { authentication: { type: 'azure-active-directory-default' } },
  ],
  [
    'Server=h;Database=d;Authentication=Active Directory Managed Identity;User ID=app',
    { authentication: { type: 'azure-active-directory-msi-vm', clientId: 'app' } },
  ],
  [
    `Server=h;Database=d;Authentication="Active Directory Service Principal";User ID=app;Password=${pwd};Tenant ID=t`,
    {
      authentication: {
        type: 'azure-active-directory-service-principal-secret',
        clientId: 'app',
        clientSecret: pwd,
        tenantId: 't',
      },
    },
  ],
  [
    `Server=h;Database=d;Authentication=Active Directory Password;User ID=me@c.com;Password=${pwd};Client ID=app`,
    {
      authentication: {
        type: 'azure-active-directory-password',
        user: 'me@c.com',
        password: pwd,
        clientId: 'app',
      },
    },
  ],
  [
    'Server=h;Database=d;AccessToken=eyJ0',
    { authentication: { type: 'azure-active-directory-access-token', token: 'eyJ0' } },
  ],
  [
    `Server=h;Database=d;Authentication=ntlm;Domain=CORP;User ID=jane;Password=${pwd}`,
    { authentication: { type: 'ntlm', domain: 'CORP', user: 'jane', password: pwd } },
  ],
  // JDBC
  [
    'sqlserver://h:1500;databaseName=d;user=u;password={p;w@x}}y};encrypt=true;trustServerCertificate=true;loginTimeout=20',
    {
      host: 'h',
      port: 1500,
      authentication: sql('u', 'p;w@x}y'),
      trustServerCertificate: true,
      connectTimeout: 20_000,
    },
  ],
  [`jdbc:sqlserver://h\\inst;database=d;user=u;password=${pwd}`, { host: 'h', instanceName: 'inst' }],
  [`sqlserver://;serverName=h;portNumber=1500;database=d;user=u;password=${pwd}`, { host: 'h', port: 1500 }],
  [`sqlserver://h;database=d;user=u;password="q"`, { authentication: sql('u', '"q"') }],
  // SQLAlchemy
  [
    `mssql+pyodbc://u:p%2Fw@h:1433/d?driver=ODBC+Driver+18+for+SQL+Server&Encrypt=yes&TrustServerCertificate=yes`,
    { host: 'h', authentication: sql('u', 'p/w'), encrypt: true, trustServerCertificate: true },
  ],
  [
    `mssql+pyodbc:///?odbc_connect=${encodeURIComponent('DRIVER={ODBC Driver 18 for SQL Server};SERVER=tcp:h,1500;DATABASE=d;UID=u;PWD={a;b}}"c};Encrypt=no')}`,
    { host: 'h', port: 1500, authentication: sql('u', 'a;b}"c'), encrypt: false },
  ],
  [
    'mssql+pyodbc:///?odbc_connect=SERVER%3Dh%3BDATABASE%3Dd%3BUID%3Du%3BPWD%3Da%2Bb',
    { authentication: sql('u', 'a+b') },
  ],
  [`mssql+pymssql://u:${pwd}@h:1433/d?charset=utf8&tds_version=7.4`, { host: 'h', encrypt: true }],
  [`mssql+aioodbc://u:${pwd}@h/d?driver=x`, { host: 'h' }],
];

const postgresTargets: [form: string, expected: object][] = [
  [
    'postgres://u:p%40w@h:5433/d',
    {
      kind: 'postgres',
      dialect: 'postgres',
      host: 'h',
      port: 5433,
      database: 'd',
      user: 'u',
      connectionString: 'postgresql://u:p%40w@h:5433/d',
      connectTimeout: 15_000,
      label: 'postgres://u@h:5433/d',
    },
  ],
  ['postgresql://u@h/d', { port: 5432, connectionString: 'postgresql://u@h:5432/d', secrets: [] }],
  ['postgresql+psycopg2://u:p@h/d', { connectionString: 'postgresql://u:p@h:5432/d' }],
  [
    'postgresql+asyncpg://u:p@h/d?ssl=require',
    { connectionString: 'postgresql://u:p@h:5432/d?sslmode=require&uselibpqcompat=true' },
  ],
  ['jdbc:postgresql://h/d?user=u&password=p', { connectionString: 'postgresql://u:p@h:5432/d' }],
  ['postgres://u:p@h/d?sslmode=disable', { connectionString: 'postgresql://u:p@h:5432/d?sslmode=disable' }],
  [
    'postgres://u:p@h/d?sslmode=verify-full&channel_binding=require',
    { connectionString: 'postgresql://u:p@h:5432/d?sslmode=verify-full' },
  ],
  [
    'postgres://u:p@h/d?sslmode=no-verify',
    { connectionString: 'postgresql://u:p@h:5432/d?sslmode=no-verify' },
  ],
  ['postgres://u:p@h/d?ssl=true', { connectionString: 'postgresql://u:p@h:5432/d?sslmode=verify-full' }],
  [
    'postgres://u:p@h/d?sslmode=require&uselibpqcompat=false',
    { connectionString: 'postgresql://u:p@h:5432/d?sslmode=verify-full' },
  ],
  [
    'postgres://u:p@h/d?connect_timeout=3&application_name=a+b',
    { connectTimeout: 3000, connectionString: 'postgresql://u:p@h:5432/d?application_name=a+b' },
  ],
  ['postgres://u:p@h/d?schema=public&pgbouncer=true', { connectionString: 'postgresql://u:p@h:5432/d' }],
  ['postgres://u:p@/d', { host: 'localhost' }],
  [
    'postgresql://u@/d?host=/var/run/postgresql',
    {
      host: '/var/run/postgresql',
      connectionString: 'postgresql://u@localhost:5432/d?host=%2Fvar%2Frun%2Fpostgresql',
    },
  ],
  [
    'postgresql://u@%2Fvar%2Frun%2Fpostgresql/d',
    { host: '/var/run/postgresql', label: 'postgres://u@%2Fvar%2Frun%2Fpostgresql:5432/d' },
  ],
  [
    'postgres://u:p@[::1]:5432/d',
    { host: '::1', connectionString: 'postgresql://u:p@localhost:5432/d?host=%3A%3A1' },
  ],
  [
    'postgres://u:p@h/a%20b%2Fc%25',
    { database: 'a b/c%', connectionString: 'postgresql://u:p@h:5432/a%20b/c%25' },
  ],
];

const embeddedTargets: [form: string, folder: string | null, label: string][] = [
  ['pglite:memory', null, 'pglite:memory'],
  ['pglite://memory', null, 'pglite:memory'],
  ['pglite:./memory', join(cwd, 'memory'), 'pglite:memory'],
  ['pglite:data/db', join(cwd, 'data', 'db'), 'pglite:data/db'],
  ['pglite://./folder', join(cwd, 'folder'), 'pglite:folder'],
  ['pglite:/var/db', resolve('/var/db'), `pglite:${resolve('/var/db')}`],
  ['pglite:///var/db', resolve('/var/db'), `pglite:${resolve('/var/db')}`],
  ['PGLITE:my data%20', join(cwd, 'my data%20'), 'pglite:my data%20'],
  ['pglite:~/db', join(homedir(), 'db'), `pglite:${join(homedir(), 'db')}`],
  [
    'pglite:C:\\data',
    resolve(cwd, 'C:\\data'),
    process.platform === 'win32' ? 'pglite:C:\\data' : 'pglite:C:\\data',
  ],
];

describe('connection strings', () => {
  test.each([...mssqlTargets, ...postgresTargets])('%s', (form, expected) => {
    expect(parseTarget(form, { cwd })).toMatchObject(expected);
  });

  test.each(embeddedTargets)('%s', (form, folder, label) => {
    expect(parseTarget(form, { cwd })).toEqual({
      kind: 'pglite',
      dialect: 'postgres',
      folder,
      label,
      secrets: [],
    });
  });

  test('a port and an instance are never given together', () => {
    const target = parseTarget(`mssql://sa:${pwd}@h\\inst:1500/d`, { cwd });
    expect(target).toMatchObject({ port: 1500 });
    expect(target).not.toHaveProperty('instanceName');
  });

  test('a label cannot steer a terminal', () => {
    const { label } = parseTarget('postgres://u@h/d\u202ex', { cwd });
    expect(label).toBe('postgres://u@h:5432/d%E2%80%AEx');
  });
});
