import { azureReport } from './azure.ts';
import type { FindingsReport } from './findings-report.ts';
import { githubReport } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';

/** The formats for pipelines; what each makes of a report has no final line end. */
export const findingsFormats = {
  junit: junitReport,
  sarif: sarifReport,
  github: githubReport,
  azure: azureReport,
  gitlab: gitlabReport,
  markdown: markdownReport,
} as const satisfies Readonly<Record<string, (report: FindingsReport) => string>>;
