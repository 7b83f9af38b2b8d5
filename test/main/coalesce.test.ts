import { expect, test } from 'vitest';
import { coalesce } from '../../src/main/coalesce.ts';

test('200 requests during a step are one more step, made after it', async () => {
  const ends: (() => void)[] = [];
  const steps = coalesce(
    () =>
      new Promise<void>((resolve) => {
        ends.push(resolve);
      }),
  );
  steps.request();
  await Promise.resolve();
  expect(ends).toHaveLength(1);
  for (let request = 0; request < 200; request += 1) steps.request();
  await Promise.resolve();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  await steps.settled();
  expect(ends).toHaveLength(2);
});

test('a request that arrives after a step has begun is not lost', async () => {
  let made = 0;
  const steps = coalesce(async () => {
    made += 1;
    if (made === 1) steps.request();
  });
  steps.request();
  await expect.poll(() => made).toBe(2);
});
