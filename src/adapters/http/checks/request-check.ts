import type { IncomingMessage } from 'node:http';
import type { ListenAddress } from '../../../domain/http/listen-address.ts';
import type { ApiResponse } from '../response/api-response.ts';

/** The listener that received a request, and the settings that its checks use. */
export interface RequestContext {
  /** The address in the configuration. */
  readonly address: ListenAddress;
  readonly isEncrypted: boolean;
  /** The FQDN of the computer. */
  readonly fqdn: string;
}

/** Returns the response that refuses a request; undefined: the request is allowed. */
export type RequestCheck = (incoming: IncomingMessage, context: RequestContext) => ApiResponse | undefined;
