import { CsvError, type Options, parse } from 'csv-parse/sync';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { faultText } from './faults.ts';
import { fileError, type Source } from './source.ts';

/** How a CSV is written. */
export interface CsvShape {
  readonly delimiter: string;
  readonly lineEnd: '\n' | '\r\n';
  readonly hasBom: boolean;
  readonly header: readonly string[];
  /** The physical line of the header. */
  readonly line: number;
}

/** A record ends with the line, whichever of the two ends it has; both may stand in one file. */
export function csvOptions(delimiter: string): Options {
  return {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  };
}

/** Reads the header, and from it what separates the cells: a comma, or what spreadsheets of other countries write. */
export function csvShape(source: Source): CsvShape {
  const { head, name, hasBom } = source;
  const lines = head.toString('utf8').split('\n');
  const line = Math.max(
    0,
    lines.findIndex((each) => each.trim() !== ''),
  );
  const text = lines[line] ?? '';
  if (lines.length === 1 && text.trimEnd().includes('\r')) {
    throw fileError(name, 'ends its lines with CR alone', 'Save it with LF or CRLF line ends.');
  }
  const delimiter = delimiterOf(text);
  const rest = Buffer.from(lines.slice(line).join('\n'));
  try {
    const [header = []] = parse(rest, { ...csvOptions(delimiter), to: 1 });
    return { delimiter, lineEnd: text.endsWith('\r') ? '\r\n' : '\n', hasBom, header, line: line + 1 };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = {
      row: 0,
      place: `line ${line + 1}`,
      message: 'a quote is not closed, or stands where none may',
    };
    throw new QuodsiDbError('SEED_INVALID', `the header of ${name} cannot be read`, {
      details: [faultText(fault)],
      hint: 'The first line names the columns: email,display_name …',
      exitCode: exitCodes.config,
    });
  }
}

/** The most frequent one outside quotes; a comma where there is none. */
function delimiterOf(line: string): string {
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, each) => (count(each) > count(best) ? each : best));
}
