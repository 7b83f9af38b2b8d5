import { UsageError } from '../../work/errors.ts';

/**
 * The oldest minor version for each major version, as in `engines` of package.json. Every version
 * from 24 on is supported.
 */
const OLDEST_MINOR: ReadonlyMap<number, number> = new Map([
  [20, 19],
  [22, 13],
]);
const ALL_FROM_MAJOR = 24;

/**
 * Checks the version of Node.
 * @throws {UsageError} if mailcertd does not support it
 */
export function requireSupportedNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= ALL_FROM_MAJOR || minor >= (OLDEST_MINOR.get(major) ?? Number.POSITIVE_INFINITY)) return;
  throw new UsageError(
    `cannot run on Node ${version}: mailcertd needs Node 20.19, 22.13, 24 or newer; install Node 22 or 24`,
    `Node ${version} では実行できません。mailcertd には Node 20.19 以降、22.13 以降、または 24 以降が必要です。Node 22 または 24 をインストールしてください`,
  );
}
