import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Command } from './remedy.ts';

/** Where certbot keeps what it knows, unless it is told otherwise. */
const USUAL_FOLDER = '/etc/letsencrypt';

/** A certificate that certbot renews, as its folder names it. */
export interface CertbotLineage {
  readonly name: string;
  /** The folder in which `live` lies. */
  readonly folder: string;
}

/** What certbot calls a certificate that lies in `…/live/NAME/`. @see https://eff-certbot.readthedocs.io/en/stable/using.html#where-are-my-certificates */
export function certbotLineage(path: string): CertbotLineage | undefined {
  const [, folder, name] = /^(.*)\/live\/([^/-][^/]*)\/[^/]+\.pem$/s.exec(path) ?? [];
  return folder === undefined || name === undefined ? undefined : { folder, name };
}

const folderOf = ({ folder }: CertbotLineage): readonly string[] =>
  folder === USUAL_FOLDER ? [] : ['--config-dir', folder];

/** Renews one; by force also one that has time left. */
export function certbotRenew(lineage: CertbotLineage, options: readonly '--force-renewal'[] = []): Command {
  return ['certbot', 'renew', '--cert-name', lineage.name, ...options, ...folderOf(lineage)];
}

/** Has a certificate issued anew that has time left; undefined where certbot does not keep it. */
export function certbotReissue({ location }: StoredCertificate): readonly Command[] | undefined {
  const lineage = certbotLineage(location.path);
  return lineage && [certbotRenew(lineage, ['--force-renewal'])];
}

/** Has one issued anew with these names, and no others. */
export function certbotNames(lineage: CertbotLineage, names: readonly string[]): Command {
  const asked = names.flatMap((name) => ['-d', name]);
  return ['certbot', 'certonly', '--cert-name', lineage.name, ...asked, ...folderOf(lineage)];
}
