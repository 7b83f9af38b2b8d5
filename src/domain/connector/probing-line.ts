/**
 * Returns the item of `connectors` that has a server probed, in YAML. No certificate is selected for it: only the
 * served one counts.
 */
export function probingLine(url: string): string {
  const place = url.replace(/^[a-z0-9]+:\/\//, '');
  return `- { name: "${place}", direction: receive, probe: "${url}", selectCertificate: false }`;
}
