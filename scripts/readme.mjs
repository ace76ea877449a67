// Writes the parts of README.md that stand between markers: a first run, a refusal, the table of commands. They come from
// running the built command. Usage: node scripts/readme.mjs [--check], which only compares, leaving times aside.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// What is not built would be recorded as a command that fails.
if (!existsSync(join(root, 'dist', 'cli.cjs'))) throw new Error('there is no dist: "npm run build" makes it');
const path = join(root, 'README.md');
const text = readFileSync(path, 'utf8');
const parts = { 'first run': firstRun(), refusal: refusal(), commands: commandTable(), flags: flagTable() };

let result = text;
const differing = [];
for (const [name, content] of Object.entries(parts)) {
  const [begin, end] = [`<!-- ${name}: from npm run readme -->\n`, `<!-- end of ${name} -->`];
  const from = result.indexOf(begin) + begin.length;
  const to = result.indexOf(end);
  if (from < begin.length || to < from) throw new Error(`README.md has no place for "${name}"`);
  if (withoutTimes(result.slice(from, to)) === withoutTimes(content)) continue;
  differing.push(`--- ${name} in README.md\n${result.slice(from, to)}--- ${name} as it is\n${content}`);
  result = result.slice(0, from) + content + result.slice(to);
}
if (process.argv.includes('--check')) {
  process.stderr.write(differing.join('\n'));
  process.exitCode = differing.length === 0 ? 0 : 1;
} else {
  writeFileSync(path, result);
}

function withoutTimes(part) {
  return part
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, '<when>')
    .replace(/\b\d+(?:\.\d+)? m?s\b/g, '<time>');
}

function firstRun() {
  return inNewFolder((folder) =>
    [
      ['migrate', 'up'],
      ['migrate', 'status'],
      ['migrate', 'down'],
      ['migrate', 'status', '--exit-code'],
    ].map((args) => recorded(folder, args)),
  );
}

function refusal() {
  return inNewFolder((folder) => {
    const file = 'migrations/20260101000000_create_notes.sql';
    mkdirSync(join(folder, 'migrations'));
    writeFileSync(
      join(folder, file),
      '-- up\nCREATE TABLE notes (id int NOT NULL);\n\n-- down\nDROP TABLE notes;\n',
    );
    quodsiDb(folder, ['migrate', 'up']);
    appendFileSync(join(folder, file), '-- one more thing\n');
    return [`$ echo '-- one more thing' >> ${file}`, recorded(folder, ['migrate', 'up'])];
  });
}

function inNewFolder(record) {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-readme-'));
  try {
    return `\`\`\`console\n${record(folder).join('\n')}\n\`\`\`\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A command and what a person sees of it in the end: progress is replaced on a terminal, errors stay. */
function recorded(folder, args) {
  const { stdout, stderr, status } = quodsiDb(folder, args);
  const lines = [
    `$ npx quodsi-db ${args.join(' ')}`,
    `${stdout}${stderr.slice(Math.max(0, stderr.indexOf('error ')))}`,
  ];
  if (status === 0) lines[1] = stdout;
  return `${lines.join('\n').trimEnd()}${status === 0 ? '' : `\n$ echo $?\n${status}`}`;
}

function quodsiDb(folder, args) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:QUODSI_DB_|DATABASE_URL$|FORCE_COLOR$)/.test(name)),
  );
  const run = spawnSync(process.execPath, [join(root, 'bin', 'quodsi-db.js'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  if (run.error) throw run.error;
  return run;
}

function commandTable() {
  const rows = section(help([]), 'Commands').filter(([term]) => !term.startsWith('help'));
  const cells = rows.map(([term, summary]) => {
    const flags = section(help(term.replace(/ [<[].*/, '').split(' ')), 'Options')
      .map(([flag]) => flag)
      .filter((flag) => !flag.includes('--help'));
    return [`\`${term}\``, summary, flags.map((flag) => `\`${flag}\``).join(' ')];
  });
  return table([['command', 'what it does', 'its flags'], ...cells]);
}

function flagTable() {
  const rows = section(help([]), 'Options').map(([flags, summary]) => [`\`${flags}\``, summary]);
  return table([['flag of every command', ''], ...rows]);
}

function help(command) {
  return quodsiDb(root, [...command, '--help']).stdout;
}

/** Terms and their descriptions under a heading of a help page; longer descriptions go on in indented lines. */
function section(page, heading) {
  const [, body = ''] = page.split(`\n${heading}:\n`);
  const entries = [];
  for (const line of body.split('\n\n', 1)[0].split('\n')) {
    const entry = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line);
    if (entry) entries.push([entry[1], entry[2]]);
    else if (line.trim() !== '') entries.at(-1)[1] += ` ${line.trim()}`;
  }
  return entries;
}

function table([head, ...rows]) {
  const line = (cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`.replaceAll('|  |', '| |');
  return `${[line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')}\n`;
}
