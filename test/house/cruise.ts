import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');

export interface CruiseResult {
  readonly totalCruised: number;
  readonly violations: readonly {
    readonly from: string;
    readonly to: string;
    readonly rule: { readonly name: string };
  }[];
}

/** What dependency-cruiser, with the repository's own rules, says of `src` below a folder. */
export async function cruise(folder: string): Promise<CruiseResult> {
  const program = resolve(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = await run(
    process.execPath,
    [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
    { cwd: folder, maxBuffer: 2 ** 26 },
  );
  const { summary } = JSON.parse(stdout) as { readonly summary: CruiseResult };
  return summary;
}
