import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Command } from './remedy.ts';

/** Default directory of certbot. */
const DEFAULT_DIRECTORY = '/etc/letsencrypt';

/** A certificate that certbot renews, by the name of its directory. */
export interface CertbotLineage {
  readonly name: string;
  /** Directory that contains `live`. */
  readonly directory: string;
}

/**
 * Returns the lineage of a certificate in `…/live/NAME/`; undefined for other paths.
 * @see https://eff-certbot.readthedocs.io/en/stable/using.html#where-are-my-certificates
 */
export function certbotLineage(path: string): CertbotLineage | undefined {
  const [, directory, name] = /^(.*)\/live\/([^/-][^/]*)\/[^/]+\.pem$/s.exec(path) ?? [];
  return directory === undefined || name === undefined ? undefined : { directory, name };
}

const configDirOption = ({ directory }: CertbotLineage): readonly string[] =>
  directory === DEFAULT_DIRECTORY ? [] : ['--config-dir', directory];

/**
 * Returns the command that renews a certificate if it is due; with `--force-renewal`, at any time.
 */
export function certbotRenew(lineage: CertbotLineage, options: readonly string[] = []): Command {
  return ['certbot', 'renew', '--cert-name', lineage.name, ...options, ...configDirOption(lineage)];
}

/**
 * Returns the command that reissues a certificate before its renewal is due; undefined if certbot
 * does not manage the certificate.
 */
export function certbotReissue({ location }: StoredCertificate): readonly Command[] | undefined {
  const lineage = certbotLineage(location.path);
  return lineage && [certbotRenew(lineage, ['--force-renewal'])];
}

/** Returns the command that reissues a certificate with exactly these names. */
export function certbotReissueWithNames(lineage: CertbotLineage, names: readonly string[]): Command {
  const domainOptions = names.flatMap((name) => ['-d', name]);
  return ['certbot', 'certonly', '--cert-name', lineage.name, ...domainOptions, ...configDirOption(lineage)];
}
