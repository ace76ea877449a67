import { expect, test } from 'vitest';
import { entityNames } from '../../src/generate/entity-names.ts';

const named = (...names: string[]) =>
  entityNames(names.map((name) => ({ name }))).map(({ identifier, file }) => `${identifier} ${file}`);

test('a name is in the singular, in the case of a class and of a file', () => {
  expect(
    named(
      'users',
      'order_details',
      'PlaylistTrack',
      'people',
      'companies',
      'addresses',
      'film_text',
      'ORDERS',
    ),
  ).toEqual([
    'User user',
    'OrderDetail order-detail',
    'PlaylistTrack playlist-track',
    'Person person',
    'Company company',
    'Address address',
    'FilmText film-text',
    'Order order',
  ]);
  expect(named('status', 'news', 'metadata', 'us_states', 'analyses', 'HTTPServers', 'cookies')).toEqual([
    'Status status',
    'News news',
    'Metadata metadata',
    'UsState us-state',
    'Analysis analysis',
    'HttpServer http-server',
    'Cookie cookie',
  ]);
});

test('a name that means something else already is changed', () => {
  expect(named('rows', 'dates', 'indexes', 'con', '2020_figures', 'größe', '日本語', '***')).toEqual([
    'RowEntity row',
    'DateEntity date',
    'Index index-entity',
    'Con con-entity',
    'Table2020Figure 2020-figure',
    'Größe grosse',
    '日本語 table-2',
    'Table table',
  ]);
});

test('tables of one name are told apart by their schema, then by a number, whatever their order', () => {
  const tables = [
    { name: 'users' },
    { schema: 'sales', name: 'users' },
    { name: 'User' },
    { schema: 'Odd Schema', name: 'USERS' },
  ];
  const names = entityNames(tables);
  expect(names.map(({ identifier }) => identifier)).toEqual(['User2', 'SalesUser', 'User', 'OddSchemaUser']);
  expect(names.map(({ file }) => file)).toEqual(['user-2', 'sales-user', 'user', 'odd-schema-user']);
  expect(entityNames(tables.toReversed())).toEqual(names.toReversed());
});
