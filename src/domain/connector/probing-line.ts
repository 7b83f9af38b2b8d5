/**
 * Returns an item for `connectors` in the configuration (YAML) that probes a server. No certificate
 * is selected for this connector; only the served certificate is checked.
 */
export function probingLine(url: string): string {
  const address = url.replace(/^[a-z0-9]+:\/\//, '');
  return `- { name: "${address}", direction: receive, probe: "${url}", selectCertificate: false }`;
}
