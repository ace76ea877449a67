import type { MssqlAuthentication } from '../target.ts';
import { configError } from './config-error.ts';
import { badValue, type GivenOption, readBoolean } from './options-reader.ts';

type Method =
  | 'sql'
  | 'ntlm'
  | 'default'
  | 'password'
  | 'token'
  | 'principal'
  | 'identity'
  | 'integrated'
  | 'interactive';

/** The values of Authentication in ADO.NET, ODBC, JDBC, Go and tedious, without spaces, hyphens and their prefix. */
const methods: Readonly<Record<string, Method>> = {
  '': 'sql',
  notspecified: 'sql',
  sqlpassword: 'sql',
  ntlm: 'ntlm',
  default: 'default',
  workloadidentity: 'default',
  azcli: 'default',
  password: 'password',
  accesstoken: 'token',
  serviceprincipal: 'principal',
  serviceprincipalsecret: 'principal',
  application: 'principal',
  managedidentity: 'identity',
  msi: 'identity',
  msivm: 'identity',
  msiappservice: 'identity',
  integrated: 'integrated',
  interactive: 'interactive',
  devicecode: 'interactive',
  devicecodeflow: 'interactive',
};

const accepted =
  'one of Sql Password, NTLM, Active Directory Default, Active Directory Password, Active Directory Service Principal, Active Directory Managed Identity';

function methodOf(options: ReadonlyMap<string, GivenOption>): Method {
  const written = options.get('authentication')?.value ?? '';
  const plain = written.toLowerCase().replace(/[\s_-]/g, '');
  // Bare "default" is tedious's name for a SQL login; with the prefix it is Azure's chain of credentials.
  if (plain === 'default') return 'sql';
  const method = methods[plain.replace(/^(?:azure)?activedirectory/, '')];
  if (method === undefined) throw badValue('authentication', accepted);
  if (method !== 'sql') return method;
  if (options.has('accessToken')) return 'token';
  const user = options.get('user')?.value ?? '';
  const ntlm =
    options.has('domain') ||
    user.includes('\\') ||
    options.get('authenticationScheme')?.value.toLowerCase() === 'ntlm';
  if (ntlm) return 'ntlm';
  const windows = options.get('integratedSecurity');
  if (windows?.value.toLowerCase() === 'sspi' || readBoolean('integratedSecurity', windows, false))
    return 'integrated';
  return 'sql';
}

/**
 * The login that the options describe. A user `DOMAIN\name` or a Domain option means NTLM.
 *
 * @throws MISSING_USER, MISSING_PASSWORD, BAD_URL_OPTION for what a method needs; UNSUPPORTED_LOGIN for one that
 *   needs Windows or a person
 */
export function mssqlAuthentication(options: ReadonlyMap<string, GivenOption>): MssqlAuthentication {
  const method = methodOf(options);
  const user = options.get('user')?.value ?? '';
  const clientId = options.get('clientId')?.value ?? '';
  const tenantId = options.get('tenantId')?.value ?? '';
  switch (method) {
    case 'sql':
      return { type: 'default', ...credentials(options) };
    case 'ntlm': {
      const [domain = '', name = ''] = user.includes('\\')
        ? user.split('\\')
        : [options.get('domain')?.value, user];
      if (domain === '') throw missing('MISSING_DOMAIN', 'a domain', 'Domain=CORP;User ID=name');
      return { type: 'ntlm', ...credentials(options), user: name, domain };
    }
    case 'default':
      return { type: 'azure-active-directory-default', ...identity(clientId || user) };
    case 'identity':
      return { type: 'azure-active-directory-msi-vm', ...identity(clientId || user) };
    case 'password': {
      if (clientId === '') throw missing('MISSING_CLIENT_ID', 'a client id', 'Client ID=<application id>');
      const tenant = tenantId === '' ? {} : { tenantId };
      return { type: 'azure-active-directory-password', ...credentials(options), clientId, ...tenant };
    }
    case 'token': {
      const token = options.get('accessToken')?.value ?? '';
      if (token === '') throw missing('MISSING_TOKEN', 'an access token', 'AccessToken=<token>');
      return { type: 'azure-active-directory-access-token', token };
    }
    case 'principal':
      return servicePrincipal(options, clientId || user, tenantId);
    case 'integrated':
    case 'interactive':
      throw configError(
        'UNSUPPORTED_LOGIN',
        method === 'integrated'
          ? 'the connection string asks for integrated Windows sign-in, which the driver does not have'
          : 'the connection string asks for a sign-in that needs a person at a browser',
        'use a SQL login (User ID, Password), NTLM (Domain, User ID, Password), or Authentication=Active Directory Default',
      );
  }
}

function servicePrincipal(
  options: ReadonlyMap<string, GivenOption>,
  principal: string,
  tenantId: string,
): MssqlAuthentication {
  // Go and ODBC write the tenant behind the application: <client id>@<tenant id>.
  const [clientId = '', tenantOfUser = ''] = principal.split('@');
  const clientSecret = options.get('clientSecret')?.value ?? options.get('password')?.value ?? '';
  const tenant = tenantId || tenantOfUser;
  if (clientId === '') throw missing('MISSING_CLIENT_ID', 'a client id', 'User ID=<client id>');
  if (clientSecret === '') throw missing('MISSING_PASSWORD', 'a client secret', 'Password=<password>');
  if (tenant === '') throw missing('MISSING_TENANT_ID', 'a tenant id', 'Tenant ID=<tenant id>');
  return {
    type: 'azure-active-directory-service-principal-secret',
    clientId,
    clientSecret,
    tenantId: tenant,
  };
}

function identity(clientId: string): { clientId?: string } {
  return clientId === '' ? {} : { clientId };
}

function credentials(options: ReadonlyMap<string, GivenOption>): { user: string; password: string } {
  const user = options.get('user')?.value ?? '';
  const password = options.get('password')?.value;
  if (user === '')
    throw missing('MISSING_USER', 'a user', 'mssql://user:<password>@host/database or User ID=user');
  if (password === undefined) {
    throw missing(
      'MISSING_PASSWORD',
      'a password',
      'mssql://user:<password>@host/database or Password=<password>',
    );
  }
  return { user, password };
}

function missing(code: string, what: string, form: string): Error {
  return configError(code, `the login of the connection string needs ${what}`, `add it: ${form}`);
}
