import { expect, it } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { benchmark } from './benchmark.ts';
import type { Peers } from './peers.ts';

const SIZES = { small: 2, middle: 4, large: 20 };
const NO_PEERS: Peers = {
  go: undefined,
  c: undefined,
  generator: undefined,
  listeners: undefined,
  blackbox: undefined,
  skipped: [],
};

it('measures every figure except those that need a peer, on a tree that is too small to judge any', async () => {
  using directory = temporaryDirectory();
  const figures = await benchmark(
    directory.path,
    NO_PEERS,
    { runs: 1, changes: 2, probes: 1, restMs: 0, probingMs: 500 },
    SIZES,
  );
  const taken = figures.filter(({ value }) => Number.isFinite(value)).map(({ name }) => name);
  expect([...new Set(figures.map(({ name }) => name))]).toEqual([
    'P1',
    'P2',
    'P3',
    'P4',
    'P5',
    'P6',
    'P7',
    'P8',
    'P9',
    'P11',
    'P12',
    'P13',
  ]);
  expect([...new Set(taken)]).toEqual(expect.arrayContaining(['P3', 'P4', 'P5', 'P6', 'P9', 'P11', 'P12', 'P13']));
  expect(taken).not.toContain('P1');
}, 300_000);
