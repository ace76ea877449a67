import { expect, it } from 'vitest';
import { quietSinceLastLook } from '../../src/project-code/quiet.ts';

it('is quiet what sends nothing from one look to the next, while no statement of it runs', () => {
  let [sent, running] = [1, 1];
  const isQuiet = quietSinceLastLook({ sent: () => sent, running: () => running });
  const looks = [isQuiet(), isQuiet()];
  running = 0;
  looks.push(isQuiet());
  sent = 2;
  looks.push(isQuiet());
  expect(looks).toEqual([false, false, false, false]);
  expect(isQuiet()).toBe(true);
});
