import type { SeedJob } from './job.ts';
import { number } from './progress.ts';

/** What a job writes, within a sentence. */
export function describeJob(job: SeedJob): string {
  switch (job.kind) {
    case 'demo':
      return 'the demo set (three tenants with three users each)';
    case 'generated': {
      const { tenants, usersPerTenant } = job.plan;
      return `${number(tenants)} generated tenants and ${number(tenants * usersPerTenant)} users`;
    }
    case 'file':
      return `the rows of ${job.path}`;
    case 'scripts':
      return job.names.length === 0
        ? 'what the seed files bring'
        : `what ${job.names.join(', ')} bring${job.names.length === 1 ? 's' : ''}`;
  }
}
