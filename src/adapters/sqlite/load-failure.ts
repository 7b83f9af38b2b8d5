import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../domain/message-of.ts';
import { shellWords } from '../../formats/event/shell-words.ts';
import { NativeModuleError } from '../../work/errors.ts';

/**
 * Node's message about a native module: the ABI it was built for and the ABI of the running Node.
 */
const OTHER_ABI = /NODE_MODULE_VERSION (\d+)[\s\S]*NODE_MODULE_VERSION (\d+)/;

/**
 * Returns the directory in which mailcertd is installed: the nearest parent with a package.json.
 */
function installationDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json')) && dirname(directory) !== directory)
    directory = dirname(directory);
  return directory;
}

/**
 * Returns the error for a failure to load a native package: one line with the cause and the command
 * that fixes it.
 */
export function loadFailure(failure: unknown, packageName: string): NativeModuleError {
  const message = messageOf(failure);
  const [firstLine = ''] = message.split('\n');
  const [, built, running] = OTHER_ABI.exec(message) ?? [];
  const [cause, causeInJapanese] =
    built === undefined
      ? [firstLine, firstLine]
      : [
          `it was built for Node ABI ${built}, this is ${running}`,
          `Node ABI ${built} 用にビルドされていますが、実行中の Node の ABI は ${running} です`,
        ];
  const [advice, adviceInJapanese] = adviceFor(built !== undefined, packageName);
  return new NativeModuleError(
    `cannot load ${packageName}: ${cause}; ${advice}`,
    `${packageName} を読み込めません: ${causeInJapanese}。${adviceInJapanese}`,
    failure,
  );
}

/**
 * Returns how to fix the failure, in both languages. In a clone of the repository, which has a lock
 * file, npm can build the module; a package must be installed again.
 */
function adviceFor(isOtherAbi: boolean, packageName: string): readonly [english: string, japanese: string] {
  const directory = installationDirectory();
  if (!existsSync(join(directory, 'package-lock.json')))
    return [
      `install mailcertd again with this Node (${process.version}), see docs/install.md`,
      `この Node (${process.version}) で mailcertd をインストールし直してください (docs/install.md を参照)`,
    ];
  const npmCommand = isOtherAbi ? ['rebuild', packageName] : ['ci'];
  const command = shellWords(['npm', ...npmCommand, '--prefix', directory]);
  return [`run: ${command}`, `次を実行してください: ${command}`];
}
