import { columnTypes } from '../../src/schema/column-type.ts';
import type { Column, ForeignKey, Index, Schema, Table } from '../../src/schema/model.ts';

// A simulation platform with fifty tables, in a few words each: `name: columns; > table …`. A trailing ? makes it nullable.

const words = `
*tenants: name, subdomain, plan_type, status
*plans: name, price#, currency
*currencies: code, name
*countries: code, name, > currencies
*permissions: code, description
*feature_flags: code, is_enabled!
users: email, display_name, status, last_login_at@?
roles: name, description?
role_permissions: > roles, > permissions
user_roles: > users, > roles
invitations: email, expires_at@, > users invited_by, > roles
sessions: token, expires_at@, > users
api_keys: name, hashed_key, expires_at@?, > users
audit_events: action, payload~, > users?
organisations: name, > countries
departments: name, > organisations, > departments parent?
teams: name, > departments
team_members: > teams, > users
subscriptions: starts_at@, ends_at@?, > plans, > currencies
invoices: number, issued_at@, total#, > subscriptions
invoice_lines: description, quantity#, unit_price#, > invoices
payments: amount#, paid_at@, > invoices, > payment_methods
payment_methods: kind, last_four, > users
models: name, description?, version#, > users owner
model_versions: number#, notes?, > models
activities: name, duration#, > model_versions
resources: name, capacity#, > model_versions
resource_requirements: quantity#, > activities, > resources
entities_types: name, > model_versions
arrival_patterns: rate#, > entities_types
connectors: weight#, > activities source, > activities target
scenarios: name, is_baseline!, > models, > users created_by
scenario_parameters: name, value, > scenarios
runs: started_at@?, finished_at@?, status, > scenarios
run_logs: level, message~, > runs
run_metrics: name, value#, > runs
replications: number#, seed#, > runs
results: kind, summary~, > replications
result_series: name, unit?, > results
result_points: at#, value#, > result_series
dashboards: name, > users
dashboard_widgets: kind, settings~, > dashboards, > result_series?
comments: body~, > users, > models, > comments parent?
attachments: file_name, size#, > comments
tags: name, colour
model_tags: > models, > tags
webhooks: target, is_enabled!, > users
webhook_deliveries: status#, sent_at@, > webhooks
notifications: body, read_at@?, > users
exports: format, finished_at@?, > runs, > users
`;

const ofType = (mark: string) => {
  if (mark.includes('#')) return columnTypes.decimal(12, 2);
  if (mark.includes('@')) return columnTypes.timestamp(3);
  if (mark.includes('!')) return columnTypes.boolean;
  return mark.includes('~') ? columnTypes.text : columnTypes.string(255);
};

const singular = (table: string) => table.replace(/ies$/, 'y').replace(/s$/, '');

function toTable(line: string): Table {
  const [head = '', body = ''] = line.split(':');
  const name = head.replace('*', '');
  const isGlobal = head.startsWith('*');
  const foreignKeys: ForeignKey[] = [];
  const refer = (column: string, table: string): void => {
    foreignKeys.push({
      name: `fk_${name}_${column}`,
      columns: [column],
      references: { table, columns: ['id'] },
      onDelete: 'no action',
      onUpdate: 'no action',
    });
  };
  const columns: Column[] = [
    {
      name: 'id',
      type: columnTypes.uuid,
      nullable: false,
      default: { expression: 'gen_random_uuid()' },
      description: 'Key of the row.',
    },
  ];
  if (!isGlobal) {
    columns.push({
      name: 'tenant_id',
      type: columnTypes.uuid,
      nullable: false,
      description: 'Whose row it is.',
    });
    refer('tenant_id', 'tenants');
  }
  for (const word of body.split(',').map((part) => part.trim())) {
    const [mark = '', nameOf = '', role] = word.split(' ');
    const nullable = word.endsWith('?');
    if (mark === '>') {
      const table = nameOf.replace('?', '');
      const column = `${(role ?? singular(table)).replace('?', '')}_id`;
      columns.push({ name: column, type: columnTypes.uuid, nullable });
      refer(column, table);
    } else {
      columns.push({ name: mark.replace(/[#@!~?]/g, ''), type: ofType(mark), nullable });
    }
  }
  const indexes: Index[] = isGlobal
    ? []
    : [
        {
          name: `ix_${name}_tenant_id`,
          columns: [{ name: 'tenant_id', descending: false }],
          include: [],
          unique: false,
          clustered: false,
        },
      ];
  return {
    name,
    description: `Table of ${name.replaceAll('_', ' ')}.`,
    columns,
    primaryKey: { name: `pk_${name}`, columns: ['id'] },
    uniques: [],
    indexes,
    foreignKeys,
    checks: [],
  };
}

export const fiftyTables: Schema = {
  dialect: 'postgres',
  tables: words.trim().split('\n').map(toTable),
};
