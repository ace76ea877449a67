#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

// Keeps compiled code from run to run, where Node can.
enableCompileCache?.();

// Deprecations are for the authors of drivers: TLS to a server named by its IP address makes Node warn (DEP0123).
// With --no-deprecation nobody may say it again.
if (!process.traceDeprecation && !process.throwDeprecation && !process.noDeprecation)
  process.noDeprecation = true;

const entry = join(__dirname, '..', 'dist', 'cli.cjs');
if (existsSync(entry)) main();
else {
  process.stderr.write('quodsi-db is not built yet. In its folder, "npm start" installs and builds it.\n');
  process.exitCode = 1;
}

async function main() {
  // A reader that leaves early, as head does, ends nothing: the work and its exit code stand. A full disk is told.
  let lost;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE') lost = error;
    });
  }
  const { run } = require(entry);
  // Results alone go to stdout: what a migration or a config file says is no part of them.
  const { Console } = globalThis.console;
  globalThis.console = new Console({ stdout: process.stderr, stderr: process.stderr });
  const exitCode = await run(process.argv.slice(2), process, process.env);
  // What is left running from here on must not change the result.
  for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, () => undefined);
  // What was printed has to be out of the pipes first; then nothing that a migration left running may hold the end.
  for (const stream of [process.stdout, process.stderr])
    await new Promise((resolve) => stream.write('', resolve));
  if (lost) process.stderr.write(`error the output could not be written: ${lost.message}\n`);
  process.exit(exitCode === 0 && lost ? 1 : exitCode);
}
