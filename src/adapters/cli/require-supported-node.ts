import { UsageError } from '../../work/errors.ts';

/** The oldest supported minor version of a major version, as in `engines` of package.json. */
const OLDEST_MINOR: ReadonlyMap<number, number> = new Map([
  [20, 19],
  [22, 13],
]);
/** Every version from this major version on is supported. */
const FIRST_FULLY_SUPPORTED_MAJOR = 24;

/**
 * Checks the version of Node.
 * @throws {UsageError} if mailcertd does not support it
 */
export function requireSupportedNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= FIRST_FULLY_SUPPORTED_MAJOR || minor >= (OLDEST_MINOR.get(major) ?? Number.POSITIVE_INFINITY)) return;
  throw new UsageError(
    `cannot run on Node ${version}: mailcertd needs Node 20.19, 22.13, 24 or newer; install Node 22 or 24`,
    `Node ${version} では実行できません。mailcertd には Node 20.19 以降、22.13 以降、または 24 以降が必要です。Node 22 または 24 をインストールしてください`,
  );
}
