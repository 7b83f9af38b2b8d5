import { access, chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../..');

/** A folder that is laid over the root folder of a booted systemd. */
export interface Stage extends AsyncDisposable {
  readonly path: string;
  /** Writes a file at its place from the root, folders included. */
  write(place: string, text: string, mode?: number): Promise<void>;
}

/** The paths of the packages that a production install has, from the lock: `node_modules/zod`, … Nested ones are within. */
async function productionPackages(): Promise<readonly string[]> {
  const { packages } = JSON.parse(await readFile(join(repository, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true)
    .map(([path]) => path)
    .filter((path) => path.lastIndexOf('node_modules/') === 0);
}

/**
 * A stage with mailcertd as docs/install.md installs it: the program, its packages, its unit, its user.
 *
 * @throws {Error} when the program was not built
 */
export async function stageMailcertd(): Promise<Stage> {
  await access(join(repository, 'dist/main/bin.js')).catch((cause) => {
    throw new Error('staging mailcertd: it is not built; npm run build', { cause });
  });
  const path = await mkdtemp(join(tmpdir(), 'mailcertd-stage-'));
  // Becomes the root folder's mode: the daemon has to pass it.
  await chmod(path, 0o755);
  const home = join(path, 'usr/lib/mailcertd');
  await mkdir(home, { recursive: true });
  for (const name of ['dist', 'package.json', ...(await productionPackages())]) {
    // The C sources of SQLite are 10 MB that nothing reads at run time.
    const filter = (source: string) => !/better-sqlite3\/(deps|src)$/.test(source);
    await cp(join(repository, name), join(home, name), { recursive: true, filter });
  }
  const stage: Stage = {
    path,
    async write(place, text, mode = 0o644) {
      const file = join(path, place);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await chmod(file, mode);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  const shipped = (name: string) => readFile(join(repository, 'systemd', name), 'utf8');
  await stage.write('etc/systemd/system/mailcertd.service', await shipped('mailcertd.service'));
  await stage.write('usr/lib/sysusers.d/mailcertd.conf', await shipped('mailcertd.sysusers'));
  // The unit names Debian's node; where the tests run another one, that takes its place.
  const node = await realpath(process.execPath);
  if (node !== (await realpath('/usr/bin/node').catch(() => ''))) {
    await mkdir(join(path, 'usr/bin'), { recursive: true });
    await cp(node, join(path, 'usr/bin/node'));
  }
  return stage;
}
