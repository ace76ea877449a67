import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder } from '../support/cli.ts';
import { expectJson } from '../support/expect-refusal.ts';
import { connectionStrings, encoded, expectNoPassword, expectUnreachable } from '../support/secret-watch.ts';
import { answerWithTls, closedPort, postgresWithTls, strangeServer } from '../support/strange-servers.ts';

const failure = { exitCode: 1, code: 'UNREACHABLE' };
const forms = Object.keys(connectionStrings('', 0));

describe('a host that is not there', () => {
  it.each(forms)('closed port: %s', async (form) => {
    const port = await closedPort();
    await expectUnreachable(connectionStrings('127.0.0.1', port)[form] ?? '', {
      ...failure,
      message: new RegExp(`app@127\\.0\\.0\\.1:${port}/shop cannot be reached: .*ECONNREFUSED`),
      hint: /server is running/,
    });
  });

  it.each(['postgres URL', 'mssql URL'])('unknown name: %s', async (form) => {
    await expectUnreachable(connectionStrings('db.invalid', 4711)[form] ?? '', {
      ...failure,
      // Where no name server answers, the system says EAI_AGAIN.
      message: /app@db\.invalid:4711\/shop cannot be reached: .*(?:ENOTFOUND|EAI_AGAIN)/,
      hint: /host name is not known/,
    });
  });
});

/** One attempt, without those that follow it. */
async function once(url: string): Promise<Awaited<ReturnType<typeof cli>>> {
  const result = await cli(['wait', '--timeout', '1ms', '--url', url, '--json'], {
    cwd: temporaryFolder(),
  });
  expectNoPassword(result.stdout + result.stderr);
  return result;
}

describe('a port that another protocol speaks on', () => {
  const urls = (port: number, mssqlOptions = '', postgresOptions = ''): readonly string[] => [
    `mssql://app:${encoded}@127.0.0.1:${port}/shop?connectTimeout=1${mssqlOptions}`,
    `postgres://app:${encoded}@127.0.0.1:${port}/shop?connect_timeout=1${postgresOptions}`,
  ];

  it('or on which nobody answers: the connect timeout counts', async () => {
    const port = await strangeServer(() => undefined);
    for (const url of urls(port)) {
      const message = /127\.0\.0\.1:\d+\/shop cannot be reached: .*\b(?:1 s|1000ms)/;
      expectJson(
        await once(url),
        { ...failure, message, hint: /No answer: check host, port, firewall/ },
        'wait',
      );
    }
  });

  it('garbage, with and without TLS', async () => {
    const port = await strangeServer((socket) => {
      socket.write('SSH-2.0-OpenSSH_9.6\r\n');
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    for (const url of [...urls(port), ...urls(port, '&encrypt=false', '&sslmode=require')]) {
      const result = await once(url);
      expect(result.exitCode).toBe(1);
      expect(result.json().error).toMatchObject({
        code: expect.stringMatching(/^(?:UNREACHABLE|TLS_FAILED)$/),
        message: expect.stringMatching(/127\.0\.0\.1:\d+\/shop cannot be reached/),
        hint: expect.stringMatching(/^[A-Z]/),
      });
    }
    const strict = await once(urls(port, '&encrypt=strict')[0] ?? '');
    expectJson(strict, {
      exitCode: 1,
      code: 'TLS_FAILED',
      message: /the TLS handshake failed/,
      hint: /check host and port/,
    });
  });

  it('a connection that is closed, or reset, at once', async () => {
    for (const onConnection of [
      (socket: { end(): void }) => socket.end(),
      (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy(),
    ]) {
      const port = await strangeServer(onConnection);
      for (const url of urls(port)) {
        const message = /127\.0\.0\.1:\d+\/shop cannot be reached/;
        expectJson(await once(url), { ...failure, message, hint: /^(?:Check|The connection broke)/ }, 'wait');
      }
    }
  });
});

describe('TLS', () => {
  const trust = /NODE_EXTRA_CA_CERTS/;

  it('a certificate that nobody trusts is refused', async () => {
    const [postgres, mssql] = [await strangeServer(postgresWithTls), await strangeServer(answerWithTls)];
    for (const url of [
      `postgres://app:${encoded}@127.0.0.1:${postgres}/shop?sslmode=verify-full`,
      `mssql://app:${encoded}@127.0.0.1:${mssql}/shop?encrypt=strict`,
    ]) {
      const message = /cannot be reached with TLS: .*DEPTH_ZERO_SELF_SIGNED_CERT/;
      expectJson(await once(url), { exitCode: 1, code: 'TLS_FAILED', message, hint: trust });
    }
  });

  it('a server without it is refused at once when it was asked for', async () => {
    let received = '';
    const port = await strangeServer((socket) => {
      socket.on('data', (data) => {
        received += data.toString('latin1');
      });
      socket.once('data', () => socket.write('N'));
    });
    for (const mode of ['require', 'verify-full']) {
      const result = await cli(
        [
          'migrate',
          'status',
          '--json',
          '--url',
          `postgres://app:${encoded}@127.0.0.1:${port}/shop?sslmode=${mode}`,
        ],
        { cwd: temporaryFolder() },
      );
      expectNoPassword(result.stdout + result.stderr);
      const message = /cannot be reached with TLS: the server offers no encryption/;
      expectJson(result, { exitCode: 1, code: 'TLS_FAILED', message, hint: /sslmode=disable/ });
      // Nothing that passes by itself: not tried again.
      expect(result.stderr).not.toContain('trying again');
    }
    expect(received).toMatch(/\S/);
    expectNoPassword(received);
  });
});
