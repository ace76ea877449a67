import { mssqlEngine } from '../support/engines.ts';
import { processFaultsOn } from '../support/faults/process-faults.ts';

processFaultsOn(mssqlEngine(), 'SQL Server');
