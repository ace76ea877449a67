import { describe, expect, it } from 'vitest';
import { messageOf, QuodsiDbError, rewritten, stackOf } from '../../src/errors.ts';

const again = (): never => {
  throw new Error('again');
};

describe('what was thrown', () => {
  it.each<[thrown: unknown, message: string]>([
    [new Error('boom'), 'boom'],
    [Object.freeze(new TypeError('frozen')), 'frozen'],
    [new TypeError(''), 'TypeError'],
    [new AggregateError([new Error('one'), 'two', undefined]), 'one; two; undefined was thrown'],
    [new AggregateError([new Error('one')], 'both'), 'both'],
    ['only words', 'only words'],
    ['', 'an empty string was thrown'],
    [undefined, 'undefined was thrown'],
    [null, 'null was thrown'],
    [0, '0 was thrown'],
    [42n, '42 was thrown'],
    [Symbol('s'), 'Symbol(s) was thrown'],
    [{ message: 'like an error' }, 'like an error'],
    [{ message: 7 }, 'an object without a message was thrown'],
    [{}, 'an object without a message was thrown'],
    [Object.create(null), 'an object without a message was thrown'],
    [Object.defineProperty(new Error('x'), 'message', { get: again }), 'Error'],
    [new Proxy({}, { get: again, getPrototypeOf: again }), 'something was thrown'],
  ])('%#: is told, whatever it is', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });

  it('has a stack or none, and never throws for it', () => {
    expect(stackOf(new Error('boom'))).toMatch(/^Error: boom\n\s+at /);
    expect(stackOf(Object.defineProperty(new Error('x'), 'stack', { get: again }))).toBe('');
    expect(stackOf(Object.defineProperty(new Error('x'), 'stack', { value: 7 }))).toBe('');
    expect(stackOf('only words')).toBe('');
  });
});

describe('an error rewritten', () => {
  const hide = (text: string): string => text.replaceAll('secret', '***');

  it('is the same but for its words', () => {
    const cause = new Error('a secret');
    const error = new QuodsiDbError('CODE', 'secret 1', {
      hint: 'secret 2',
      details: ['secret 3'],
      exitCode: 78,
      cause,
    });
    expect(rewritten(error, hide)).toMatchObject({
      code: 'CODE',
      message: '*** 1',
      hint: '*** 2',
      details: ['*** 3'],
      exitCode: 78,
      cause,
    });
    expect(rewritten(new QuodsiDbError('CODE', 'words'), hide)).toMatchObject({
      hint: undefined,
      details: [],
      exitCode: 1,
    });
  });

  it('keeps the stack of an unknown one', () => {
    const { message, stack } = rewritten(new Error('a secret'), hide);
    expect(message).toBe('a ***');
    expect(stack).toMatch(/^Error: a \*\*\*\n\s+at .*errors\.test\.ts/);
  });
});
