import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchmark } from './benchmark.ts';
import type { Figure } from './figure.ts';
import { buildPeers } from './peers.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    changes: { type: 'string', default: '100' },
    probes: { type: 'string', default: '4000' },
    /** The idle time before memory is measured, s. */
    rest: { type: 'string', default: '60' },
    /** The time for which probing is measured, s. */
    probing: { type: 'string', default: '120' },
    files: { type: 'string', default: '100000' },
    /** The directory of trees and of the compared programs, which are kept for the next run. */
    directory: { type: 'string' },
    out: { type: 'string', default: 'var/bench.json' },
  },
});

// Node 20 reads these CAs at its start, which takes 0.03 s and 1.3 MB. Services do not set this
// variable.
delete process.env['NODE_EXTRA_CA_CERTS'];

function line({ name, what, value, goal, isMoreBetter = false, unit }: Figure): string {
  const written = Number.isNaN(value) ? 'skipped' : value.toFixed(unit === '' ? 2 : 0);
  const verdict = Number.isNaN(value) ? '' : value === goal || value > goal === isMoreBetter ? 'met' : 'MISSED';
  return `${name.padEnd(4)} ${what.padEnd(56)} ${written.padStart(8)} ${unit.padEnd(4)} goal ${String(goal).padStart(5)}  ${verdict}`;
}

const large = Number(values.files);
const measures = {
  runs: Number(values.runs),
  changes: Number(values.changes),
  probes: Number(values.probes),
  restMs: Number(values.rest) * 1000,
  probingMs: Number(values.probing) * 1000,
};
const sizes = { small: large / 100, middle: large / 10, large };
const directory = values.directory ?? mkdtempSync(join(tmpdir(), 'mailcertd-bench-'));
try {
  mkdirSync(directory, { recursive: true });
  const peers = buildPeers(directory);
  const { skipped } = peers;
  const figures = await benchmark(directory, peers, measures, sizes);
  for (const figure of figures) console.log(line(figure));
  for (const what of skipped) console.log(`skipped: ${what}`);
  const machine = { node: process.version, processors: cpus().length };
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, `${JSON.stringify({ machine, ...measures, sizes, figures, skipped }, null, 2)}\n`);
} finally {
  if (values.directory === undefined) rmSync(directory, { recursive: true, force: true });
}
