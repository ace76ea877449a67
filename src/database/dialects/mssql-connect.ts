import type { Connection, ConnectionConfiguration, ConnectionOptions } from 'tedious';
import type { MssqlTarget } from '../../target.ts';
import { applicationName } from '../application-name.ts';
import { endIfSilent } from '../silence.ts';
import { NO_LIMITS, type StatementLimits } from '../statement-limits.ts';
import { garbled, watchAnswers } from './mssql-answers.ts';

/** A login that failed, with the numbers of the server's messages, which tedious' own error does not carry. */
export interface RefusedLogin extends Error {
  serverNumbers?: readonly number[];
}

/** Of the time limit of a connection: what tedious heeds itself comes first. Milliseconds. */
const GRACE = 500;
const MOST_REDIRECTS = 10;

/** The driver, whose names Node.js does not see from without. */
export async function loadTedious(): Promise<typeof import('tedious')> {
  const tedious = await import('tedious');
  return tedious.default ?? tedious;
}

/**
 * Opens one connection of tedious. Rejects with tedious' error and the server's error numbers in it. Once `signal` has come,
 * a connection ends at whose other end nobody answers any more.
 */
export async function connectTedious(
  target: MssqlTarget,
  command: string,
  signal: AbortSignal,
  { lock }: Pick<StatementLimits, 'lock'> = NO_LIMITS,
): Promise<Connection> {
  const { Connection: Connecting } = await loadTedious();
  const connection = new Connecting(tediousConfiguration(target, command));
  if (lock > 0) beginWith(connection, `SET LOCK_TIMEOUT ${lock}`);
  const messages: { readonly number: number; readonly message: string }[] = [];
  const collect = (message: { number: number; message: string }): void => {
    messages.push(message);
  };
  connection.on('errorMessage', collect);
  if (target.encrypt === true) refuseUnencryptedLogin(connection);
  limitRedirects(connection);
  // Until a handler is there an error after the login would end the process.
  connection.on('error', () => undefined);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      watchAnswers(connection, reject);
      // Once the answer to a login has begun tedious waits for its end without a limit.
      const tooLate = new Error(`no answer within ${target.connectTimeout / 1000} s`);
      timer = setTimeout(reject, target.connectTimeout + GRACE, Object.assign(tooLate, { code: 'ETIMEOUT' }));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
  } catch (caught) {
    connection.close();
    // The answer to a PRELOGIN points to its own parts.
    const error = caught instanceof RangeError ? garbled(caught) : (caught as Error);
    // tedious tells the last message only; the first is the reason.
    const message = messages.map((each) => each.message).join(' ');
    throw Object.assign(error, {
      serverNumbers: messages.map(({ number }) => number),
      ...(message === '' ? {} : { message }),
    });
  } finally {
    clearTimeout(timer);
    connection.removeListener('errorMessage', collect);
  }
  const inside = connection as unknown as { request?: object; socket?: { destroy(error: Error): void } };
  const stop = endIfSilent(signal, {
    running: () => inside.request,
    end: (error) => inside.socket?.destroy(error),
  });
  connection.once('end', stop);
  return connection;
}

/** Adds a statement to those that tedious begins each session with, and each use of a session that was reset. */
function beginWith(connection: Connection, statement: string): void {
  const session = connection as unknown as { getInitialSql: () => string };
  const initialSql = session.getInitialSql.bind(connection);
  session.getInitialSql = () => `${initialSql()}\n${statement}`;
}

/** Closes a connection; resolves when it is closed, which it may be already. */
export function closeTedious(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    if ((connection as unknown as { closed: boolean }).closed) return resolve();
    connection.once('end', resolve);
    connection.close();
  });
}

/** tedious follows a server that sends it on as often as it is sent. */
function limitRedirects(connection: Connection): void {
  let redirects = 0;
  (connection as unknown as NodeJS.EventEmitter).on('rerouting', () => {
    redirects += 1;
    if (redirects <= MOST_REDIRECTS) return;
    const message = `the server redirects again and again (${redirects} times)`;
    throw Object.assign(new Error(message), { code: 'EREDIRECT' });
  });
}

/**
 * A server, or whoever answers in its place, may say that it cannot encrypt; tedious then sends the password without.
 * (With `strict` nothing is sent before TLS.)
 */
function refuseUnencryptedLogin(connection: Connection): void {
  const login = connection as unknown as {
    messageIo: { tlsNegotiationComplete: boolean };
    sendLogin7Packet: () => void;
  };
  const send = login.sendLogin7Packet.bind(connection);
  login.sendLogin7Packet = () => {
    if (!login.messageIo.tlsNegotiationComplete) {
      throw Object.assign(new Error('the server offers no encryption'), { code: 'EENCRYPT' });
    }
    send();
  };
}

/** The target as tedious takes it. */
export function tediousConfiguration(target: MssqlTarget, command: string): ConnectionConfiguration {
  const options: ConnectionOptions = {
    database: target.database,
    encrypt: target.encrypt,
    trustServerCertificate: target.trustServerCertificate,
    connectTimeout: target.connectTimeout,
    // A migration may take hours; a limit is the user's to set, for each statement.
    requestTimeout: 0,
    // A server that does not hear an attention loses its client, before whoever told it to stop stops waiting.
    cancelTimeout: 8_000,
    // One failed statement ends the transaction instead of leaving half of it to be committed.
    abortTransactionOnError: true,
    maxRetriesOnTransientErrors: 0,
    appName: applicationName(command).slice(0, 128),
    useUTC: true,
    rowCollectionOnDone: false,
    rowCollectionOnRequestCompletion: false,
  };
  if (target.instanceName !== undefined) options.instanceName = target.instanceName;
  else options.port = target.port ?? 1433;
  if (target.serverName !== undefined) options.serverName = target.serverName;
  if (target.multiSubnetFailover) options.multiSubnetFailover = true;
  if (target.readOnlyIntent) options.readOnlyIntent = true;
  return { server: target.host, options, authentication: authentication(target) };
}

function authentication(target: MssqlTarget): NonNullable<ConnectionConfiguration['authentication']> {
  const { type, ...given } = target.authentication;
  const { user, ...rest } = { user: undefined, ...given };
  const options = user === undefined ? rest : { ...rest, userName: user };
  return { type, options } as NonNullable<ConnectionConfiguration['authentication']>;
}
