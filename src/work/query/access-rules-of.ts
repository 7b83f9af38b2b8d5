import type { AccessRules } from '../../domain/certificate/access-rules.ts';
import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { ReadAccessRules } from '../ports/stores.ts';

/**
 * Returns the access rules of the certificates' private key files, in their order. Reads a shared
 * file once.
 */
export async function accessRulesOf(
  certificates: readonly StoredCertificate[],
  read: ReadAccessRules,
): Promise<readonly (AccessRules | undefined)[]> {
  const paths = certificates.map(({ key }) => key.path);
  const uniquePaths = [...new Set(paths.filter((path) => path !== undefined))];
  const rulesOfPaths = await read(uniquePaths);
  const rulesByPath = new Map(uniquePaths.map((path, index) => [path, rulesOfPaths[index]]));
  return paths.map((path) => (path === undefined ? undefined : rulesByPath.get(path)));
}
