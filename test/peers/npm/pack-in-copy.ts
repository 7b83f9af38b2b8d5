import { resolve } from 'node:path';
import { copySources, packNpm } from '../../../config/release/build-elsewhere.ts';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';

const repository = resolve(import.meta.dirname, '../../..');
/** A time in 2025, in seconds since 1970. */
const TIME = 1_764_460_800;

/**
 * Runs `npm pack` in a copy of the repository, because it writes files that other tests would see.
 * Returns the path of the package.
 */
export function packInCopy(directory: TemporaryDirectory): string {
  copySources(repository, directory.at('copy'));
  return packNpm(directory.at('copy'), directory.at('packed'), TIME);
}
