import type { Connector } from './connector.ts';

/** Returns whether a connector is probed: it has a probe, is enabled and offers TLS. */
export function isProbed({ enabled, starttls, probe }: Connector): boolean {
  return enabled && starttls && probe !== undefined;
}
