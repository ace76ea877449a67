import { roundTrips } from './generate-round-trip.ts';

roundTrips('PGlite', 'pglite:memory');
