import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Programs that the Containerfile starts, and the ones that it needs to run a script. */
const TOOLS: readonly string[] = ['sh', 'env', 'mkdir', 'chown', 'chmod', 'ln', 'rm'];

const whichOf = (program: string): string =>
  execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();

/** Returns the shared libraries of a program, with the loader. */
const librariesOf = (program: string): readonly string[] =>
  [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/\/\S+/g)]
    .map(([path]) => path)
    .filter((path) => path !== `${program}:`);

/** Package managers of Node, and where the official images of Node have them. */
export const NODE_TOOLS: Readonly<Record<string, string>> = {
  npm: '/usr/local/lib/node_modules/npm/bin/npm-cli.js',
  npx: '/usr/local/lib/node_modules/npm/bin/npx-cli.js',
  corepack: '/usr/local/lib/node_modules/corepack/dist/corepack.js',
  yarn: '/opt/yarn-v1.22.22/bin/yarn',
  yarnpkg: '/opt/yarn-v1.22.22/bin/yarnpkg',
};

/**
 * Copies this Node, a shell and a few tools to a directory that is the root directory of a base image,
 * because images cannot be downloaded in a test. The package managers of Node are empty files.
 */
export function writeBaseImage(root: string): void {
  const copy = (source: string, target: string): void => {
    mkdirSync(dirname(join(root, target)), { recursive: true });
    cpSync(realpathSync(source), join(root, target));
    for (const library of librariesOf(realpathSync(source))) {
      mkdirSync(dirname(join(root, library)), { recursive: true });
      cpSync(realpathSync(library), join(root, library));
    }
  };
  copy(process.execPath, '/usr/bin/node');
  for (const tool of TOOLS) copy(whichOf(tool), `/usr/bin/${tool}`);
  copy(whichOf('sh'), '/bin/sh');
  for (const name of ['proc', 'dev', 'etc', 'tmp']) mkdirSync(join(root, name));
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  for (const [name, file] of Object.entries(NODE_TOOLS)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
    symlinkSync(file, join(root, 'usr/local/bin', name));
  }
}
