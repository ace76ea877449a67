import { postgresEngine } from '../support/engines.ts';
import { processFaultsOn } from '../support/faults/process-faults.ts';

processFaultsOn(postgresEngine(), 'PostgreSQL');
