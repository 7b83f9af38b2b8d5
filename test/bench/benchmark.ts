import type { Figure } from './figure.ts';
import { measureConnectors } from './measure-connectors.ts';
import { measureDaemon } from './measure-daemon.ts';
import { measureEvaluation } from './measure-evaluation.ts';
import { measureList } from './measure-list.ts';
import { measureProbes } from './measure-probes.ts';
import { measureScan } from './measure-scan.ts';
import type { Peers } from './peers.ts';
import type { Measures, Stage } from './stage.ts';
import { makeTrees } from './trees.ts';

/** Creates trees in `directory`, which is outside of the repository, and measures every figure. */
export async function benchmark(
  directory: string,
  peers: Peers,
  measures: Measures,
  sizes: Stage['sizes'],
): Promise<readonly Figure[]> {
  const { small, middle, large } = sizes;
  const made = await makeTrees(directory, [large, middle, small], peers.generator);
  const treeOf = (size: number): string => made.get(size) ?? '';
  const trees = { small: treeOf(small), middle: treeOf(middle), large: treeOf(large) };
  const stage: Stage = { directory, peers, measures, sizes, trees };
  const measured = [
    await measureScan(stage),
    await measureDaemon(stage),
    await measureEvaluation(stage),
    await measureProbes(stage),
    await measureConnectors(stage),
    await measureList(stage),
  ];
  return measured.flat().sort((one, other) => Number(one.name.slice(1)) - Number(other.name.slice(1)));
}
