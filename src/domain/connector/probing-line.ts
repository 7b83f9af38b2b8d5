/**
 * Returns an item for `connectors` in the configuration (YAML) that probes a server. No certificate
 * is selected for this connector; only the served certificate is checked.
 */
export function probingLine(url: string): string {
  return `- { name: "${URL.canParse(url) ? new URL(url).host : url}", direction: receive, probe: "${url}", selectCertificate: false }`;
}
