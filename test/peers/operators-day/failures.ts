import { SERVER_KINDS, type ServerKind } from './servers/mail-server.ts';
import type { Site } from './site.ts';

/** A failure on an operator's day, its repair, and its events. */
export interface Failure {
  readonly title: string;
  /** The servers with which it can be made; left out: all. */
  readonly servers?: readonly ServerKind[];
  /**
   * `files`: files change, then the server is reloaded or not. `server`: the server changes, the
   * files do not.
   */
  readonly where: 'files' | 'server';
  /** Set if the problem is a missing reload. */
  readonly isNeverReloaded?: true;
  /** Set if the server must immediately serve the certificate on disk. */
  readonly isWithoutGrace?: true;
  readonly make: (site: Site) => void;
  /** Repairs the files; left out: only the server must be repaired. */
  readonly repairFiles?: (site: Site) => void;
  /**
   * The servers that serve, or refuse, the faulty files after a reload. The others keep what
   * they have loaded.
   */
  readonly takenBy: readonly ServerKind[];
  /** The events if the server has loaded it. Each is raised once and cleared once. */
  readonly taken: readonly number[];
  /** The events if it is on disk only. */
  readonly onDisk: readonly number[];
  /** Events that may be raised before those of the problem, which then replace them. */
  readonly first?: readonly number[];
  /** Events that may be true between the two steps of a repair. */
  readonly between?: readonly number[];
}

/** Every problem of the test. */
export const FAILURES: readonly Failure[] = [
  {
    title: 'certificate file removed',
    where: 'files',
    make: (site) => site.remove('fullchain.pem'),
    repairFiles: (site) => site.putBack(),
    takenBy: ['postfix'],
    taken: [12014],
    onDisk: [12014],
    between: [1402],
  },
  {
    title: 'key file removed',
    where: 'files',
    make: (site) => site.remove('privkey.pem'),
    repairFiles: (site) => site.putBack(),
    takenBy: ['postfix'],
    taken: [12014],
    onDisk: [12014],
    between: [1402],
  },
  {
    title: 'key of another certificate',
    where: 'files',
    make: (site) => site.write('privkey.pem', site.issue({}).privateKeyPem),
    repairFiles: (site) => site.putBack(),
    takenBy: ['postfix', 'dovecot'],
    taken: [12014],
    onDisk: [12014],
    between: [1402],
  },
  {
    title: 'certificate expired',
    where: 'files',
    make: (site) => site.put(site.issue({ fromDays: -90, toDays: -1 })),
    repairFiles: (site) => site.renew(),
    takenBy: SERVER_KINDS,
    taken: [12016],
    onDisk: [12016],
  },
  {
    title: 'certificate expires soon',
    where: 'files',
    make: (site) => site.put(site.issue({ fromDays: -85, toDays: 5 })),
    repairFiles: (site) => site.renew(),
    takenBy: SERVER_KINDS,
    taken: [12018],
    onDisk: [12018],
  },
  {
    title: 'certificate for another name',
    where: 'files',
    make: (site) => site.put(site.issue({ name: 'www.contoso.com' })),
    repairFiles: (site) => site.renew(),
    takenBy: SERVER_KINDS,
    taken: [12014, 1309],
    onDisk: [12014, 1309],
    between: [1405],
  },
  {
    title: "self-signed certificate in place of a CA's",
    where: 'files',
    make: (site) => {
      const made = site.issue({ isSelfSigned: true });
      site.put(made, made.certificatePem);
    },
    repairFiles: (site) => site.renew(),
    takenBy: SERVER_KINDS,
    taken: [1407, 1309],
    onDisk: [1309],
    between: [1407],
  },
  {
    title: 'server not reloaded after a renewal',
    where: 'files',
    isNeverReloaded: true,
    isWithoutGrace: true,
    make: (site) => site.put(site.issue({})),
    repairFiles: (site) => site.putBack(),
    takenBy: [],
    taken: [],
    onDisk: [1406],
  },
  {
    title: 'server reloaded to an old file',
    where: 'server',
    isWithoutGrace: true,
    make: (site) => site.set(site.oldFiles()),
    takenBy: SERVER_KINDS,
    taken: [1406],
    onDisk: [],
  },
  {
    title: 'STARTTLS switched off',
    where: 'server',
    make: (site) => site.set({ starttls: false }),
    takenBy: SERVER_KINDS,
    taken: [1402],
    onDisk: [],
  },
  {
    title: 'server stopped',
    where: 'server',
    make: (site) => site.stopServer(),
    takenBy: SERVER_KINDS,
    taken: [1400],
    onDisk: [],
  },
  {
    title: 'server refuses with a temporary error',
    servers: ['postfix'],
    where: 'server',
    make: (site) => site.set({ isRefusing: true }),
    takenBy: ['postfix'],
    taken: [1402],
    onDisk: [],
  },
  {
    title: 'server refuses the connection with a temporary error',
    servers: ['nginx'],
    where: 'server',
    make: (site) => site.set({ isRefusing: true }),
    takenBy: ['nginx'],
    taken: [1400],
    onDisk: [],
  },
  {
    title: 'intermediate certificate missing',
    where: 'files',
    make: (site) => {
      const made = site.issue({});
      site.put(made, made.certificatePem);
    },
    repairFiles: (site) => site.renew(),
    takenBy: SERVER_KINDS,
    taken: [1305],
    onDisk: [1305],
    between: [1407],
  },
  {
    title: 'intermediate certificate first in the file',
    where: 'files',
    make: (site) => {
      const made = site.issue({});
      site.put(made, site.misorderedFileOf(made));
    },
    repairFiles: (site) => site.renew(),
    takenBy: ['postfix', 'dovecot'],
    taken: [12014],
    onDisk: [12014],
    between: [1402],
  },
  {
    title: 'certificate for clients only',
    where: 'files',
    make: (site) => site.put(site.issue({ isForClients: true })),
    repairFiles: (site) => site.renew(),
    takenBy: SERVER_KINDS,
    taken: [12014],
    onDisk: [12014],
    between: [1407],
  },
  {
    title: 'half-written copy',
    where: 'files',
    make: (site) => site.write('fullchain.pem', site.fileOf(site.good).slice(0, 300)),
    repairFiles: (site) => site.putBack(),
    takenBy: ['postfix', 'dovecot'],
    taken: [12014],
    onDisk: [12014],
    // mailcertd waits 30 s before it reports a truncated file. A reloaded server refuses STARTTLS
    // earlier.
    first: [1402],
    between: [1402],
  },
];
