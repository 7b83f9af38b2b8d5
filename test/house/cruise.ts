import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');

/** A file and the files that it imports, relative to the directory. */
export interface CruisedModule {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

export interface CruiseResult {
  readonly totalCruised: number;
  readonly modules: readonly CruisedModule[];
  readonly violations: readonly {
    readonly from: string;
    readonly to: string;
    readonly rule: { readonly name: string };
  }[];
}

/** Returns the result of dependency-cruiser for `src` below a directory, with the repository's rules. */
export async function cruise(directory: string): Promise<CruiseResult> {
  const program = resolve(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = await run(
    process.execPath,
    [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
    { cwd: directory, maxBuffer: 2 ** 26 },
  );
  const { summary, modules } = JSON.parse(stdout) as {
    readonly summary: Omit<CruiseResult, 'modules'>;
    readonly modules: CruiseResult['modules'];
  };
  return { ...summary, modules };
}
