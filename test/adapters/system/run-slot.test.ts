import { expect, test } from 'vitest';
import { RunSlot } from '../../../src/adapters/system/run-slot.ts';

test('a waiting run is taken at once', async () => {
  const slot = new RunSlot();
  void slot.due(1000);
  expect(await slot.take()).toEqual({ dueAt: 1000, missed: 0 });
});

test('a taker waits for the next run', async () => {
  const slot = new RunSlot();
  const taken = slot.take();
  void slot.due(2000);
  expect(await taken).toEqual({ dueAt: 2000, missed: 0 });
});

test('three runs that become due during another one make one more', async () => {
  const slot = new RunSlot();
  void slot.due(1000);
  await slot.take();
  for (const at of [2000, 3000, 4000]) void slot.due(at);
  expect(await slot.take()).toEqual({ dueAt: 4000, missed: 2 });
  slot.close();
  expect(await slot.take()).toBeUndefined();
});

test('missed runs are reported once, by the next run, and add up', async () => {
  const slot = new RunSlot();
  slot.missed(2);
  slot.missed(1);
  void slot.due(1000);
  expect(await slot.take()).toEqual({ dueAt: 1000, missed: 3 });
  void slot.due(2000);
  expect(await slot.take()).toEqual({ dueAt: 2000, missed: 0 });
});

test('a run has ended when the next one is requested, not before', async () => {
  const slot = new RunSlot();
  const events: string[] = [];
  const ended = slot.due(1000).then(() => events.push('ended'));
  await slot.take();
  await Promise.resolve();
  events.push('under way');
  void slot.due(2000);
  await slot.take();
  await ended;
  expect(events).toEqual(['under way', 'ended']);
});

test('closing drops the waiting run, wakes the taker and ends every run', async () => {
  const slot = new RunSlot();
  const first = slot.due(1000);
  await slot.take();
  const second = slot.due(2000);
  slot.close();
  await Promise.all([first, second, slot.due(3000)]);
  expect(await slot.take()).toBeUndefined();

  const idle = new RunSlot();
  const taken = idle.take();
  idle.close();
  expect(await taken).toBeUndefined();
});
