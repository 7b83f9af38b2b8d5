/**
 * Returns the YAML item of `connectors` with which a server is probed. No certificate is selected
 * for it; only the served one is checked.
 */
export function probingLine(url: string): string {
  const place = url.replace(/^[a-z0-9]+:\/\//, '');
  return `- { name: "${place}", direction: receive, probe: "${url}", selectCertificate: false }`;
}
