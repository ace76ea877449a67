import * as library from 'quodsi-db';
import { fullDomain, isActive, isTrial, Tenant, TenantRead, User, UserStored } from 'quodsi-db';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { columnOf, leaks, probes } from './contracts-columns.ts';
import { samples, tenantRow, userRow } from './contracts-samples.ts';

test('every contract of the library is held against its table here', () => {
  const contracts = Object.entries(library).filter(([, value]) => value instanceof z.ZodType);
  expect(contracts.map(([name]) => name).toSorted()).toEqual(Object.keys(samples).toSorted());
  for (const [name, contract] of contracts) expect(samples[name]?.contract).toBe(contract);
});

/** The object that a contract takes, without what is done to it afterwards. */
function fieldsOf(contract: z.ZodType): string[] {
  const inner = contract instanceof z.ZodPipe ? contract.def.in : contract;
  if (!(inner instanceof z.ZodObject)) throw new Error('a contract is an object');
  return Object.keys(inner.shape);
}

describe.each(Object.entries(samples))('%s', (_name, sample) => {
  const { contract } = sample;

  test('the sample has every field and is accepted', () => {
    expect(Object.keys(sample.sample).toSorted()).toEqual(fieldsOf(contract).toSorted());
    expect(contract.parse(sample.sample)).toMatchObject(sample.sample);
  });

  test('accepts nothing that the table would refuse', () => {
    expect(leaks(sample)).toEqual([]);
  });

  test('takes the longest text and every value that the table allows where it has no rule of its own', () => {
    const ruled = ['slug', 'subdomain', 'email', 'billing_email'];
    for (const field of Object.keys(sample.sample).filter((name) => !ruled.includes(name))) {
      const column = columnOf(sample, field);
      if (column === null) continue;
      const accepts = (value: unknown) => contract.safeParse({ ...sample.sample, [field]: value }).success;
      const rejected = (column.oneOf ?? []).filter((value) => !accepts(value));
      if (column.nullable && !accepts(null)) rejected.push('null');
      if (column.type.kind === 'string' && !column.oneOf) {
        const { length } = column.type;
        const longest = column.json ? `[${' '.repeat(length - 2)}]` : 'x'.repeat(length);
        if (!accepts(longest)) rejected.push(`${length} characters`);
      }
      expect({ field, rejected }).toEqual({ field, rejected: [] });
      expect(probes.some(accepts)).toBe(true);
    }
  });
});

test.each([
  ['TenantCreate', samples.TenantCreate],
  ['UserCreate', samples.UserCreate],
])('%s gives every column that an insert needs', (_name, sample) => {
  if (sample === undefined) throw new Error('no sample');
  const needed = Object.entries(sample.entity.columns)
    .filter(([, c]) => !c.nullable && c.default === undefined && c.identity === undefined)
    .map(([name]) => name);
  for (const name of needed) {
    const { [name]: _, ...without } = sample.sample;
    const parsed = sample.contract.safeParse(without);
    expect([name, !parsed.success || Object.hasOwn(parsed.data as object, name)]).toEqual([name, true]);
  }
});

test('the comparison notices a contract that accepts too much', () => {
  const held = (shape: z.ZodRawShape, sample: Record<string, unknown>, entity: library.Entity) =>
    leaks({ contract: z.object(shape), entity, sample }).map((leak) => leak.split(': ').at(-1));
  const user = (shape: z.ZodRawShape, sample: Record<string, unknown>) => held(shape, sample, User);
  expect(user({ email: z.string().max(256) }, { email: 'x' })).toContain('longer than 255');
  expect(user({ email: z.string().max(255) }, { email: 'x' })).toContain('U+0000');
  expect(user({ email: z.string().max(255).nullable() }, { email: 'x' })).toContain(
    'null in a column that is not null',
  );
  expect(user({ status: z.string() }, { status: 'active' })).toContain('not in the list of the check');
  expect(user({ login_count: z.int() }, { login_count: 1 })).toContain('no int');
  expect(user({ user_metadata: z.string().max(4000) }, { user_metadata: '{}' })).toContain(
    'not a JSON object or array',
  );
  const storage = { max_storage_gb: z.number().max(1e8) };
  expect(held(storage, { max_storage_gb: 1 }, Tenant)).toContain('no such decimal');
  expect(held({ activated_at: z.date() }, { activated_at: new Date() }, Tenant)).not.toEqual([]);
});

test('stored records and TenantRead name every column of their table', () => {
  expect(Object.keys(UserStored.parse(userRow)).toSorted()).toEqual(Object.keys(User.columns).toSorted());
  const derived = ['full_domain', 'is_active', 'is_trial'];
  expect(Object.keys(TenantRead.parse(tenantRow)).toSorted()).toEqual(
    [...Object.keys(Tenant.columns), ...derived].toSorted(),
  );
});

test('what TenantRead derives is what the functions say', () => {
  for (const plan_type of library.planTypes) {
    for (const status of library.tenantStatuses) {
      for (const is_deleted of [true, false]) {
        const row = { ...tenantRow, plan_type, status, is_deleted };
        expect(TenantRead.parse(row)).toMatchObject({
          is_trial: isTrial(row),
          is_active: isActive(row),
          full_domain: fullDomain(row),
        });
      }
    }
  }
});
