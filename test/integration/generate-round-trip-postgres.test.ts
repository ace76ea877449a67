import { inject } from 'vitest';
import { roundTrips } from './generate-round-trip.ts';

roundTrips('PostgreSQL', inject('postgresUrl'));
