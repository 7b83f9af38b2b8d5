import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import { EXCHANGE_FAILURES } from '../../../domain/failure/exchange-failures.ts';
import { ExchangeError, type ExchangeObject, isObject, listIn } from './exchange-values.ts';

/** A listening address of a Receive connector. */
export interface ExchangeBinding {
  /** `0.0.0.0` and `::` for all addresses; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
}

/** The maximum number of bindings; further bindings are ignored. */
const MAX_BINDINGS = 256;

/** Parses `0.0.0.0:25`, `[::]:25` or `{ Address, Port }`; undefined if the value is not valid. */
function parseBinding(value: unknown): ExchangeBinding | undefined {
  if (typeof value === 'string') {
    const [, bracketed, bare, port = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(value.trim()) ?? [];
    return validBinding(bracketed ?? bare, Number(port));
  }
  if (!isObject(value)) return undefined;
  const { Address: address, Port: port } = value;
  return validBinding(isObject(address) ? address['IPAddressToString'] : address, port);
}

/** Returns a binding; undefined if the address or port is not valid. */
function validBinding(address: unknown, port: unknown): ExchangeBinding | undefined {
  if (typeof address !== 'string' || !resemblesIpAddress(address)) return undefined;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  return { address, port };
}

/** Returns the listening addresses in order, each once. @throws {ExchangeError} */
export function bindingsIn(connector: ExchangeObject): readonly ExchangeBinding[] {
  const bindings = new Map<string, ExchangeBinding>();
  for (const value of listIn(connector['Bindings']).slice(0, MAX_BINDINGS)) {
    const binding = parseBinding(value);
    if (binding === undefined) throw new ExchangeError(EXCHANGE_FAILURES.exported_bindings_wrong);
    bindings.set(`${binding.address} ${binding.port}`, binding);
  }
  return [...bindings.values()];
}
