import type { RotatedAddress } from '../../served/rotation.ts';

/** Address of a reloaded server, with the certificates that it served before and after. */
export interface ReloadedAddress extends Omit<RotatedAddress, 'problem'> {
  /** Omitted if the event is about one connector. */
  readonly connector?: string;
}

/** The reload of a server. */
export interface ReloadData {
  /** Command that reloaded the server. */
  readonly reload: readonly string[];
  /** Addresses of the reloaded server, with the certificates before and after. */
  readonly rotated: readonly ReloadedAddress[];
}
