import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

let updates = 0;

/**
 * Writes the files of a ConfigMap or Secret into the directory of a mounted volume, as the kubelet does it
 * (AtomicWriter): a new directory with a time in its name, `..data_tmp` renamed to `..data`, links to the
 * files, then the previous directory is removed.
 * @param volume the directory, which may not exist yet
 * @param mode of the files
 * @param group that can read the files (`fsGroup`)
 */
export function updateVolume(
  volume: string,
  files: Readonly<Record<string, string>>,
  mode: number,
  group: number,
): void {
  mkdirSync(volume, { recursive: true });
  const data = join(volume, '..data');
  const previous = existsSync(data) ? readlinkSync(data) : undefined;
  updates += 1;
  const fresh = join(volume, `..2026_11_30_15_00_00.${updates}`);
  mkdirSync(fresh);
  chmodSync(fresh, 0o755);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(fresh, name), text);
    chownSync(join(fresh, name), 0, group);
    chmodSync(join(fresh, name), mode);
  }
  symlinkSync(basename(fresh), join(volume, '..data_tmp'));
  renameSync(join(volume, '..data_tmp'), data);
  for (const name of Object.keys(files))
    if (!existsSync(join(volume, name))) symlinkSync(join('..data', name), join(volume, name));
  if (previous !== undefined) rmSync(join(volume, previous), { recursive: true });
}
