/** What the project's code is for. */
export type CodeKind = 'migration' | 'seed';

/** How a kind of code is spoken of, and by which codes its errors go. */
export interface CodeWords {
  readonly extensions: readonly string[];
  /** Longest name that its table in the database holds, in UTF-16 units. */
  readonly longestName: number;
  /** The extensions as a person reads them. */
  readonly endings: string;
  /** Key of the config file that names the folder. */
  readonly folderKey: string;
  /** Commands without the name of the program. */
  readonly make: string;
  readonly look: string;
  /** What to do about a title of which no file name can be made. */
  readonly titleHint: string;
  /** What a file exports first of all, as an instruction. */
  readonly shape: string;
  /** How it asks to run outside a transaction. */
  readonly noTransaction: string;
  /** What to do about one that stopped half-way, once a person has looked at the database. */
  readonly settle: (name: string) => string;
  /** The same for one that ran without a transaction, and failed. */
  readonly wayOut: (name: string) => string;
  /** Another way to see what it would do, where there is one. */
  readonly preview: string;
  readonly bad: string;
  readonly failed: string;
  readonly unreadable: string;
  readonly none: string;
  readonly duplicate: string;
}

const modules = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

export const codeWords: Readonly<Record<CodeKind, CodeWords>> = {
  migration: {
    extensions: [...modules, '.sql'],
    longestName: 255,
    endings: '.ts, .js, .mjs, .cjs or .sql',
    folderKey: 'migrations.directory',
    make: 'migrate make <name>',
    look: 'migrate status',
    titleHint: 'Say in a few words what the migration does: quodsi-db migrate make "add invoices".',
    shape:
      'A migration exports "async function up(knex)", and "async function down(knex)" that takes it back.',
    noTransaction: 'config.transaction = false, in SQL "-- transaction: false"',
    settle: (name) => `say how it stands: quodsi-db migrate mark ${name} --applied | --reverted`,
    wayOut: (name) =>
      `Finish the work or take it back by hand, then: quodsi-db migrate mark ${name} --applied | --reverted.`,
    preview: '"quodsi-db migrate plan" shows its SQL without running it.',
    bad: 'BAD_MIGRATION',
    failed: 'MIGRATION_FAILED',
    unreadable: 'MIGRATIONS_UNREADABLE',
    none: 'NO_MIGRATIONS',
    duplicate: 'DUPLICATE_MIGRATION',
  },
  seed: {
    extensions: modules,
    // Behind "seeds/", which keeps it apart from the names of other seeds.
    longestName: 249,
    endings: '.ts, .mts, .js, .mjs or .cjs',
    folderKey: 'seeds.directory',
    make: 'seed make <name>',
    look: 'seed list',
    titleHint: 'Say in a few words what the seed brings: quodsi-db seed make "demo projects".',
    shape: 'A seed exports "async function seed(knex)".',
    noTransaction: 'config.transaction = false',
    settle: (name) => `run it again when it can begin anew: quodsi-db seed run ${name} --force`,
    wayOut: (name) =>
      `Take them back by hand where they may not run twice, then: quodsi-db seed run ${name} --force.`,
    preview: '',
    bad: 'BAD_SEED',
    failed: 'SEED_FAILED',
    unreadable: 'SEEDS_UNREADABLE',
    none: 'NO_SEEDS',
    duplicate: 'DUPLICATE_SEED',
  },
};
