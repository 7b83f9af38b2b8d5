import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Figure } from './figure.ts';
import type { Stage } from './stage.ts';
import { exponent, inTurn, timeProcess } from './timing.ts';

const FIELDS = 'thumbprint,sha256Fingerprint,subject,issuer,serialNumber,notBefore,notAfter,dnsNames';

const list = (tree: string): Promise<number> =>
  timeProcess(process.execPath, [
    resolve('dist/main/bin.js'),
    ...['certificates', 'list', '--store', tree, '--format', 'tsv', '--fields', FIELDS],
  ]);

/** Measures P1, P2 and the scan's part of P7: processes without any state, from start to exit. */
export async function measureScan({
  directory,
  peers,
  trees,
  sizes,
  measures: { runs },
}: Stage): Promise<readonly Figure[]> {
  const nothing = join(directory, 'nothing');
  mkdirSync(nothing, { recursive: true });
  const { go, c } = peers;
  const [small, large] = [trees.small, trees.large];
  // Only the first run reads files from the disk.
  for (const tree of [large, small]) await list(tree);
  const times = await inTurn(runs, {
    own: () => list(large),
    small: () => list(small),
    start: () => list(nothing),
    go: async () => (go === undefined ? Number.NaN : timeProcess(go, [large])),
    c: async () => (c === undefined ? Number.NaN : timeProcess(c, ['-m', 'walk', '-t', '1', large])),
  });
  const what = `${sizes.large} files`;
  const growth = exponent(times.small - times.start, times.own - times.start, sizes);
  return [
    { name: 'P1', what: `cold scan of ${what} ÷ Go`, value: times.own / times.go, goal: 0.9, unit: '', of: times },
    { name: 'P2', what: `cold scan of ${what} ÷ C`, value: times.own / times.c, goal: 1.7, unit: '', of: times },
    { name: 'P7', what: `growth of the cold scan up to ${what}`, value: growth, goal: 1.05, unit: '', of: times },
  ];
}
