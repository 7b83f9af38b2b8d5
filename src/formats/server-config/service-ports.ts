/** The maximum number of lines; real files have some hundred. */
const MAX_LINES = 20_000;

/**
 * Parses the TCP ports of /etc/services. The keys are names and aliases; the first entry wins.
 * @see https://man7.org/linux/man-pages/man5/services.5.html
 */
export function parseServicePorts(text: string): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const line of text.split('\n', MAX_LINES)) {
    const [name, portAndProtocol = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const [, port] = /^(\d{1,5})\/tcp$/.exec(portAndProtocol) ?? [];
    if (name === undefined || port === undefined) continue;
    for (const key of [name, ...aliases]) if (!ports.has(key)) ports.set(key, Number(port));
  }
  return ports;
}
