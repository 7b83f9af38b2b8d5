/**
 * Returns the YAML item of `connectors` with which a server is probed. No certificate is selected
 * for it; only the served one is checked.
 */
export function probingLine(url: string): string {
  const address = url.replace(/^[a-z0-9]+:\/\//, '');
  return `- { name: "${address}", direction: receive, probe: "${url}", selectCertificate: false }`;
}
