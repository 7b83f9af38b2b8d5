import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/**
 * Returns an address of the kernel's tables: one 32-bit word for IPv4, four for IPv6, each in the
 * byte order of the processor.
 */
function addressOf(hex: string): string {
  const bytes = hex.match(/.{8}/g)?.flatMap((word) => word.match(/../g)?.reverse() ?? []) ?? [];
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups =
    bytes
      .join('')
      .match(/.{4}/g)
      ?.map((group) => group.replace(/^0{1,3}/, '')) ?? [];
  if (groups.every((group) => group === '0')) return '::';
  return groups.join(':').replace(/^(?:0:)+/, '::');
}

/**
 * Returns the listening sockets in a table of the kernel, for example `127.0.0.1:25`.
 * @param own the inodes of the sockets; left out: all sockets
 */
export function socketsIn(table: string, own?: ReadonlySet<string>): readonly string[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state !== LISTEN || own?.has(inode) === false) return [];
      const [address = '', port = ''] = local.split(':');
      const text = addressOf(address);
      // The URL parser returns the shortest form of an IPv6 address.
      const host = text.includes(':') ? new URL(`tcp://[${text}]`).hostname : text;
      return `${host}:${Number.parseInt(port, 16)}`;
    });
}

/**
 * Returns the listening TCP sockets of a process, for example `127.0.0.1:25` and `[::]:993`, in
 * order.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function listeningSockets(pid: number): readonly string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const tables = ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/${pid}/net/${name}`, 'utf8'));
  return tables.flatMap((table) => socketsIn(table, own)).sort();
}
