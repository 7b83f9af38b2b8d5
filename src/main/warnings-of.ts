import type { Configuration } from '../adapters/config/configuration.ts';
import { Accounts } from '../adapters/file-store/keys/accounts.ts';
import { endpointUrl, isSentUnverified } from '../adapters/notify/http/endpoint-url.ts';
import { secretError } from '../adapters/notify/http/secret-error.ts';
import { clientContext } from '../adapters/starttls/client-context.ts';
import { keyAccount } from '../domain/connector/connector.ts';
import { visible } from '../formats/terminal/visible.ts';
import type { ConfigurationFault } from '../work/errors.ts';
import { trustAnchors } from './trust-anchors.ts';

/** Returns a warning for each file without the secret that its notifier needs. */
async function unusable({ file, secretFiles }: Configuration): Promise<readonly ConfigurationFault[]> {
  const found: ConfigurationFault[] = [];
  for (const { line, column, ...secret } of secretFiles) {
    const { key } = secret;
    const fault = await secretError(secret);
    if (fault === undefined) continue;
    found.push({ file, line, column, message: `${key}: ${fault}; the notifier sends nothing until this is fixed` });
  }
  return found;
}

/**
 * Returns a warning for each URL in a file that is sent unencrypted, as the configuration allows.
 */
async function sentUnverified({ file, secretFiles }: Configuration): Promise<readonly ConfigurationFault[]> {
  const found: ConfigurationFault[] = [];
  for (const { path, protection, line, column } of secretFiles) {
    if (protection?.allowUnverified !== true) continue;
    const read = await endpointUrl({ urlFile: path }, protection);
    if (!('url' in read) || !isSentUnverified(read.url, protection.proxy)) continue;
    const message = 'urlFile is sent over http://, which is not encrypted, because allowUnverified is true';
    found.push({ file, line, column, message });
  }
  return found;
}

/** Returns a warning for each unusable client certificate of probes, at its first occurrence. */
async function unshowable({ file, clientFiles }: Configuration): Promise<readonly ConfigurationFault[]> {
  const found: ConfigurationFault[] = [];
  const seen = new Set<string>();
  for (const { certificateFile, keyFile, certificateAt, keyAt } of clientFiles) {
    if (seen.size === seen.add(JSON.stringify([certificateFile, keyFile])).size) continue;
    const context = await clientContext('any', { certificateFile, keyFile });
    if (!('problem' in context)) continue;
    const { location, detail } = context.problem;
    // If only one file is configured, its key is that of the certificate.
    const isOfKey = location === keyFile && keyFile !== certificateFile;
    const key = isOfKey ? 'clientKeyFile' : 'clientCertificateFile';
    const message = `${key}: ${visible(detail)}; probes that use it fail until this is fixed`;
    found.push({ file, ...(isOfKey ? keyAt : certificateAt), message });
  }
  return found;
}

/** Returns a warning for each trust file without a certificate, at its first occurrence. */
async function unanchored({ file, anchorFiles }: Configuration): Promise<readonly ConfigurationFault[]> {
  const found: ConfigurationFault[] = [];
  const seen = new Set<string>();
  for (const { path, line, column } of anchorFiles) {
    if (seen.size === seen.add(path).size) continue;
    const { unread, count } = await trustAnchors([{ kind: 'enterprise', path }]).read();
    const [why] = count === 0 ? [...unread, `${path} contains no certificate`] : [];
    if (why === undefined) continue;
    const message = `trust: ${visible(why)}; certificates issued by that CA are reported as untrusted`;
    found.push({ file, line, column, message });
  }
  return found;
}

/**
 * Returns the warnings of a configuration: its own, and those about secret files, client
 * certificates, trust files and accounts. An unknown account is reported at the first connector
 * that names it.
 */
export async function warningsOf(configuration: Configuration): Promise<readonly ConfigurationFault[]> {
  const { file, inventory, warnings } = configuration;
  const named = new Map(inventory.connectors.map((connector) => [keyAccount(connector), connector] as const).reverse());
  const accounts = new Accounts([...named.keys()]);
  await accounts.refresh();
  const unknown = accounts.unknown.map((name): ConfigurationFault => {
    const line = Number(/:(\d+)$/.exec(named.get(name)?.source.place ?? '')?.[1] ?? 1);
    const message = `keyLoadedBy: this host has no account "${visible(name)}", so access to the private key is not checked; set the account that reads the key`;
    return { file, line, column: 1, message };
  });
  return [
    ...warnings,
    ...(await unusable(configuration)),
    ...(await sentUnverified(configuration)),
    ...(await unshowable(configuration)),
    ...(await unanchored(configuration)),
    ...unknown,
  ];
}
