import { COMMAND_FAILURES } from './text/command-failures.ts';
import { UsageError } from './text/usage-error.ts';

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
  throw new UsageError(COMMAND_FAILURES.node_not_supported({ version }));
}
