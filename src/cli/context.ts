import type { Project } from '../config/load.ts';
import type { Format } from './format.ts';
import type { Style } from './style.ts';

/** Streams of the process, or a test's. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** The flags that every command has. */
export interface GlobalOptions {
  readonly format: Format;
  /** Whether a flag or variable says so. */
  readonly formatAsked: boolean;
  readonly output?: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly yes: boolean;
  readonly input: boolean;
  readonly cwd: string;
  readonly config?: string;
  readonly url?: string;
  readonly env?: string;
  /** Whether --env was written on the command line, and not taken from a variable. */
  readonly envTyped: boolean;
}

/** What a command works with. */
export interface Context {
  /** `migrate up`. */
  readonly command: string;
  /** Whether the command looks for findings. */
  readonly findings: boolean;
  readonly global: GlobalOptions;
  readonly streams: Streams;
  /** For stderr. */
  readonly style: Style;
  readonly variables: NodeJS.ProcessEnv;
  /** Aborts when the process is told to stop; its reason is the error to end with. */
  readonly signal: AbortSignal;
  /** Takes out of a text every password that is known by now. */
  readonly redact: (text: string) => string;
  /** Reads config and environment once. */
  readonly project: () => Promise<Project>;
  /** A line on stderr, unless --quiet. */
  readonly note: (message: string) => void;
  /** A line on stderr with --verbose. */
  readonly detail: (message: string) => void;
  /** Lines on stderr that a question is about: as they are, and with --quiet too. */
  readonly show: (text: string) => void;
  /** What goes on now: replaced by the next where it is live, a line each elsewhere. */
  readonly progress: (message: string) => void;
  /** The same for one of many steps: only shown when it takes longer. */
  readonly progressSoon: (message: string) => void;
  /** Whether progress is replaced by the next: on a terminal, unless --verbose prints between. */
  readonly live: boolean;
}
