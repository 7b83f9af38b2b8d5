/** A listening TCP socket, as the kernel lists it. */
export interface ListeningSocket {
  /**
   * IPv4, or IPv6 without brackets in its shortest form. An IPv4 address within IPv6 is given as
   * IPv4.
   */
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** The state column of a listening socket. */
const LISTEN_STATE = '0A';
const IPV4_MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

function ipv4Text(bytes: readonly number[]): string {
  return bytes.join('.');
}

function ipv6Text(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  const text = new URL(`tcp://[${groups.join(':')}]`).hostname.slice(1, -1);
  return IPV4_MAPPED.test(text) ? ipv4Text(bytes.slice(12)) : text;
}

/**
 * Returns the bytes of `0100007F`: words of four bytes, each in the byte order of the processor.
 */
function addressBytes(hex: string, byteOrder: 'LE' | 'BE'): readonly number[] {
  const words = hex.match(/.{8}/g) ?? [];
  return words.flatMap((word) => {
    const bytes = [...Buffer.from(word, 'hex')];
    return byteOrder === 'LE' ? bytes.reverse() : bytes;
  });
}

/**
 * Returns the listening socket of a line of /proc/net/tcp or /proc/net/tcp6; undefined: another
 * line. The kernel lists all listening sockets first.
 * @see https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function parseListeningSocket(line: string, byteOrder: 'LE' | 'BE'): ListeningSocket | undefined {
  const [_slot, local = '', _remote, state, _queues, _timer, _retransmits, _uid, _timeout, inode = ''] = line
    .trim()
    .split(/\s+/, 10);
  const [, hex = '', port = ''] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? [];
  if (state !== LISTEN_STATE || hex === '' || !/^\d+$/.test(inode)) return undefined;
  const bytes = addressBytes(hex, byteOrder);
  return { address: bytes.length === 4 ? ipv4Text(bytes) : ipv6Text(bytes), port: Number.parseInt(port, 16), inode };
}
