import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Programs that the Containerfile starts, and the ones that it needs to run a script. */
const TOOLS: readonly string[] = ['sh', 'env', 'mkdir', 'chown', 'chmod', 'ln'];

const whichOf = (program: string): string =>
  execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();

/** Returns the shared libraries of a program, with the loader. */
const librariesOf = (program: string): readonly string[] =>
  [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/\/\S+/g)]
    .map(([path]) => path)
    .filter((path) => path !== `${program}:`);

/**
 * Copies this Node, a shell and a few tools to a directory that is the root directory of a base image,
 * because images cannot be downloaded in a test.
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
}
