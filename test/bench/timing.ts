import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Returns the median; of an even number of figures, the lower of the two in the middle. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((one, other) => one - other)[Math.floor((figures.length - 1) / 2)] ?? Number.NaN;
}

/**
 * Runs a process without its output, and returns the time until its exit, ms.
 * @throws if it fails
 */
export async function timeProcess(program: string, argv: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(program, argv, { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return performance.now() - started;
}

/**
 * Returns the medians of several measures, which are made in turn, so that other load on the
 * machine affects all of them.
 */
export async function inTurn<Name extends string>(
  runs: number,
  measures: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(measures) as Name[];
  const figures = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) figures.get(name)?.push(await measures[name]());
  }
  return Object.fromEntries(names.map((name) => [name, median(figures.get(name) ?? [])])) as Record<Name, number>;
}

/** Returns the exponent of the size by which a time grows. */
export function exponent(
  smallMs: number,
  largeMs: number,
  sizes: { readonly small: number; readonly large: number },
): number {
  return Math.log(largeMs / smallMs) / Math.log(sizes.large / sizes.small);
}
