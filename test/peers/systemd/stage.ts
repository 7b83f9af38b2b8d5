import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../..');

/** A directory that is copied over the root directory of a booted systemd. */
export interface Stage extends AsyncDisposable {
  readonly path: string;
  /** Writes a file at a path relative to the root directory, with parent directories. */
  write(place: string, text: string, mode?: number): Promise<void>;
}

/** Returns a stage without files. */
export async function emptyStage(): Promise<Stage> {
  const path = await mkdtemp(join(tmpdir(), 'mailcertd-stage-'));
  // The root directory gets this mode, and the daemon must be able to enter it.
  await chmod(path, 0o755);
  return {
    path,
    async write(place, text, mode = 0o644) {
      const file = join(path, place);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await chmod(file, mode);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/**
 * Returns a stage with mailcertd installed from source as docs/install.md describes: the program,
 * its packages, its unit and its user.
 * @throws if the program is not built
 */
export async function stageMailcertd(): Promise<Stage> {
  const stage = await emptyStage();
  const { path } = stage;
  execFileSync(process.execPath, [join(repository, 'package.mjs'), join(path, 'usr/lib/mailcertd')]);
  const shipped = (name: string) => readFile(join(repository, 'systemd', name), 'utf8');
  await stage.write('etc/systemd/system/mailcertd.service', await shipped('mailcertd.service'));
  await stage.write('usr/lib/sysusers.d/mailcertd.conf', await shipped('mailcertd.sysusers'));
  // The unit uses Debian's node; if the tests run another one, it is copied there.
  const node = await realpath(process.execPath);
  if (node !== (await realpath('/usr/bin/node').catch(() => ''))) {
    await mkdir(join(path, 'usr/bin'), { recursive: true });
    await cp(node, join(path, 'usr/bin/node'));
  }
  return stage;
}
