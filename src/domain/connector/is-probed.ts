import type { Connector } from './connector.ts';

/** Returns whether a connector is probed. */
export function isProbed({ enabled, starttls, probe }: Connector): boolean {
  return enabled && starttls && probe !== undefined;
}
