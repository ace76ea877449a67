import { existsSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Project } from '../../config/load.ts';
import { exitCodes } from '../../errors.ts';
import type { Handler, Options, Outcome } from '../command.ts';
import type { Context } from '../context.ts';
import { type Answers, askAnswers, usualAnswers } from '../init/answers.ts';
import { ciFiles } from '../init/ci-files.ts';
import { entitiesFromDatabase, type WrittenEntities } from '../init/from-database.ts';
import {
  builtInCopies,
  configFile,
  firstEntities,
  moduleLanguage,
  sharedFiles,
} from '../init/project-files.ts';
import { type FilePlan, type NewFile, refuseExisting, writeFiles } from '../init/write-files.ts';
import { withSession } from '../project-database.ts';
import { columns, count, type Style } from '../style.ts';

const configFiles = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map((end) => `quodsi-db.config.${end}`);

const run: Handler = async (context, _args, options) => {
  const folder = context.global.cwd;
  // Before anybody answers a question, or a database is read, for nothing.
  refuseExisting(folder, [...configFiles, ...filesIn(folder, 'entities')]);
  const project = await context.project();
  return options.fromDatabase === true
    ? fromDatabase(context, options, project)
    : newProject(context, options, project);
};

export default run;

async function newProject(context: Context, options: Options, project: Project): Promise<Outcome> {
  const folder = context.global.cwd;
  const hasMigrations = filesIn(folder, 'migrations').length > 0;
  const usual = usualAnswers(project, folder);
  const answers = await askAnswers(
    context,
    options,
    { ...usual, example: !hasMigrations },
    new Set(['engine', 'urlVariable', 'language', 'ci', ...(hasMigrations ? [] : (['example'] as const))]),
  );
  const language = moduleLanguage(folder, answers.language);
  const shared = sharedFiles(folder, answers);
  const ci = ciFiles(folder, answers);
  const plan: FilePlan = {
    created: [
      configFile(answers, language, !hasMigrations),
      ...(hasMigrations ? [] : firstEntities(answers, language, new Date())),
      ...shared.created,
      ...ci.files,
    ],
    changed: shared.changed,
  };
  context.signal.throwIfAborted();
  writeFiles(folder, plan);
  const notes = [
    ...(hasMigrations
      ? [
          'migrations/ has migrations already, so there is no example. To have entities written from the tables they made: remove the config file, and run init --from-database',
        ]
      : []),
    ...urlNote(context, project, answers),
    ...(ci.note === undefined ? [] : [ci.note]),
  ];
  for (const note of notes) context.note(note);
  return outcome(plan, [
    ...installStep(folder),
    'npx quodsi-db migrate up',
    ...(hasMigrations ? ['npx quodsi-db migrate check'] : ['npx quodsi-db validate all']),
    'npx quodsi-db migrate generate "add invoices"',
  ]);
}

async function fromDatabase(context: Context, options: Options, project: Project): Promise<Outcome> {
  const folder = context.global.cwd;
  // What the database is, is known; the questions are about the rest.
  const { engine } = usualAnswers(project, folder);
  const answers = await askAnswers(
    context,
    options,
    { ...usualAnswers(project, folder), engine, example: false },
    new Set(['urlVariable', 'language', 'ci']),
  );
  const language = moduleLanguage(folder, answers.language);
  const written = await withSession(context, options, { writes: false }, (session) =>
    entitiesFromDatabase(session, language),
  );
  const shared = sharedFiles(folder, answers);
  const ci = ciFiles(folder, answers);
  const plan: FilePlan = {
    created: [
      configFile(answers, language, true),
      ...[...written.files].map(([name, content]) => ({ path: `entities/${name}`, content })),
      ...(filesIn(folder, 'migrations').length > 0 ? [] : firstMigrations(written)),
      ...shared.created,
      ...ci.files,
    ],
    changed: shared.changed,
  };
  context.signal.throwIfAborted();
  writeFiles(folder, plan);
  tellRest(context, written);
  for (const note of urlNote(context, project, answers)) context.note(note);
  if (ci.note !== undefined) context.note(ci.note);
  return outcome(
    plan,
    [
      ...installStep(folder),
      'npx quodsi-db validate schema',
      'npx quodsi-db migrate generate "add invoices"',
      'npx quodsi-db migrate up',
    ],
    written,
  );
}

/** Those of the built-in project where the database was made by them; a folder to put the first into elsewhere. */
function firstMigrations({ applied }: WrittenEntities): NewFile[] {
  const copies = builtInCopies();
  return copies.some(({ path }) => applied.includes(parse(path).name))
    ? copies
    : [{ path: 'migrations/.gitkeep', content: '' }];
}

function tellRest(context: Context, { notHeld, differences }: WrittenEntities): void {
  if (notHeld.length > 0) {
    context.note(
      `${count(notHeld.length, 'thing')} in the database that entities cannot declare; it stays there, and is listed in the index too:`,
    );
    for (const line of notHeld) context.note(`  ${line}`);
  }
  if (differences.length > 0) {
    context.note('The entities differ from the database they were written from:');
    for (const line of differences) context.note(`  ${line}`);
  }
}

/** A connection string given by flag is a secret, and so is not written; somebody has to say where it comes from. */
function urlNote({ global }: Context, { targetSource }: Project, { urlVariable }: Answers): string[] {
  return global.url !== undefined && targetSource === 'flag'
    ? [
        `The connection string of --url is written nowhere: put it into the variable ${urlVariable}, or into .env`,
      ]
    : [];
}

/** Paths of the files in a folder of the project, those that begin with a dot left out. */
function filesIn(folder: string, name: string): string[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => !file.startsWith('.'))
    .toSorted()
    .map((file) => `${name}/${file}`);
}

const installStep = (folder: string): string[] =>
  existsSync(join(folder, 'node_modules', 'quodsi-db')) ? [] : ['npm install --save-dev quodsi-db'];

function outcome(
  { created, changed }: FilePlan,
  next: readonly string[],
  written?: WrittenEntities,
): Outcome {
  const { notHeld = [], differences = [], tables } = written ?? {};
  const steps = next.slice(0, 3);
  return {
    exitCode: differences.length === 0 ? exitCodes.ok : exitCodes.findings,
    json: {
      created: created.map(({ path }) => path),
      changed: changed.map(({ path, added }) => ({ path, added })),
      ...(written === undefined ? {} : { tables, notHeld, differences }),
      next: steps,
    },
    text: (style) => outcomeText({ created, changed }, steps, style),
  };
}

function outcomeText({ created, changed }: FilePlan, next: readonly string[], style: Style): string {
  const rows = [
    ...created.map(({ path }) => ['created', path]),
    ...changed.map(({ path, added }) => ['changed', `${path}: ${added}`]),
  ];
  const table = columns(rows, (text, _row, column) => (column === 0 ? style.good(text) : text));
  return [table, '', 'Next:', ...next.map((command) => `  ${style.bold(command)}`)].join('\n');
}
