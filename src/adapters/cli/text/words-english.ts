import type { OpenCounts, Unresolvable, Words } from './words.ts';

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const recordsWait = (count: number): string => `${counted(count, 'record')} ${count === 1 ? 'waits' : 'wait'}`;
const sinceWhen = (since: string | undefined): string => (since === undefined ? '' : ` since ${since}`);

function counts({ errors, warnings, informations, silenced }: OpenCounts): string {
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(informations > 0 ? [counted(informations, 'note')] : []),
  ];
  if (parts.length === 0) return 'nothing open';
  const all = errors + warnings + informations;
  const some = silenced === all ? (all === 1 ? ', silenced' : ', all silenced') : `, ${silenced} of them silenced`;
  return `${parts.join(', ')} open${silenced > 0 ? some : ''}`;
}

const NOT_LOOKED_UP: Readonly<Record<Unresolvable, string>> = {
  noTls: 'offers no TLS',
  notEnabled: 'is not enabled',
  noFile: 'names no certificate',
  noClientCertificate: 'needs no client certificate',
  onlyProbed: 'is only probed',
};

/** The texts of screens in English. */
export const ENGLISH: Words = {
  direction: { receive: 'receive', send: 'send' },
  origin: {
    'self-signed': 'self-signed',
    enterprise: 'enterprise',
    'third-party': 'third-party',
    unknown: 'unknown issuer',
  },
  notIssued: 'a new one,',
  pendingRequest: 'pending request',
  lifetime: {
    ok: 'ok',
    expiring: 'expiring',
    expired: 'expired',
    'not-yet-valid': 'not yet valid',
    superseded: 'superseded',
  },
  yes: 'yes',
  no: 'no',
  nothing: 'NOTHING',
  stillPresented: {
    'certificate-host-mismatch': 'OTHER NAMES',
    'purpose-mismatch': 'NOT FOR SERVERS',
    'not-yet-valid': 'NOT VALID YET',
  },
  none: 'none',
  column: {
    since: 'since',
    event: 'event',
    connector: 'connector',
    direction: 'direction',
    requiredName: 'looks for',
    presents: 'presents',
    origin: 'origin',
    until: 'until',
    left: 'left',
    thumbprint: 'thumbprint',
    services: 'services',
    state: 'state',
    names: 'names',
    usedBy: 'used by',
    file: 'file',
    level: 'level',
    summary: 'summary',
  },
  ago: (duration) => `${duration} ago`,
  more: (count) => `+${count}`,
  notFollowed: (count) =>
    `cannot verify the chain of ${counted(count, 'certificate')}: many CAs have the same name, and the limit of checks was reached; the origin is shown as unknown issuer`,
  unknown: 'cannot be said',
  doubted: (store, since) => `${store} is doubted since ${since}`,
  noTls: 'offers no TLS',
  noClientCertificate: 'none needed',
  onlyProbed: '(served)',
  notEnabled: 'not enabled',
  noFile: 'names no certificate',
  expired: 'expired',
  counts,
  nothingOpen: 'Nothing is open.',
  configurationFaulty:
    'mailcertd: the configuration cannot be used; a daemon that runs goes on with the one before, and this is its log: mailcertd config check',
  configurationAccepted: (fault, time, check) =>
    `${fault}; the configuration that the daemon accepted on ${time} is used instead: fix the file, then run ${check}`,
  openUnknown: 'What is open is not known: no daemon has scanned here yet; start one with: mailcertd run',
  noConnectors: 'The configuration has no connectors.',
  scan: {
    summary: ({ certificates, stores, unreadable, connectors, milliseconds, events }) =>
      `Scanned ${counted(certificates, 'certificate')} in ${counted(stores, 'store')}${unreadable > 0 ? ` (${unreadable} unreadable)` : ''} and ${counted(connectors, 'connector')} in ${milliseconds} ms: ${counted(events, 'event')}`,
    problem: (location, reason, detail) => `reading ${location}: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    furtherBlocks: (count) => `(and ${counted(count, 'more block')})`,
    furtherProblems: (count, reason) => `reading ${counted(count, 'more file')}: ${reason}`,
    notRead: (store, count, named) => {
      const rest = count > named.length ? ` and ${count - named.length} more` : '';
      return `reading store "${store}": ${counted(count, 'file')} ${count === 1 ? 'looks like a certificate and is' : 'look like certificates and are'} not read: ${named.join(', ')}${rest}`;
    },
    unreadable: (store, path, reason, detail) =>
      `reading store "${store}" at ${path}: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    unmade: (store) => `certificate store "${store}" is made at the first start of the daemon: mailcertd run`,
  },
  events: { noneMatch: 'No event matches.' },
  status: {
    allRight: 'ALL RIGHT',
    notAllRight: 'NOT ALL RIGHT',
    notSure: 'NOT SURE',
    join: (parts) => parts.join(', '),
    calm: (connectors, certificates) => `${counted(connectors, 'connector')}, ${counted(certificates, 'certificate')}`,
    nothingExpiresBefore: (until, left) => `nothing expires before ${until} (${left})`,
    neverScanned: 'no daemon has scanned here yet: mailcertd run',
    stopped: (since) =>
      `no daemon runs here, and nothing has been scanned since ${since}; what is open may be out of date: systemctl start mailcertd`,
    starting: (since) =>
      `the daemon started at ${since} and has not completed its first scan; open conditions may be out of date`,
    silent: (since) => `the daemon has not scanned since ${since}; what is open may be out of date`,
    unstored: (since) =>
      `the daemon has stored nothing in the event log since ${since}, and sends no alerts; check the disk space (df) and the daemon's log`,
    unreadable: (store, since) =>
      since === undefined ? `${store} cannot be read by this user` : `${store} has not been readable since ${since}`,
    untold: (notifier, since, reason, isDisabled) =>
      `telling ${notifier} has failed since ${since} (${reason}${isDisabled ? '; disabled until the configuration is loaded again' : ''})`,
    unwritten: (output, since, reason, waiting) =>
      `writing to log output ${output} has failed since ${since} (${reason}; ${recordsWait(waiting)})`,
    outputFails: (since, reason, waiting) => `failing since ${since} (${reason}), ${recordsWait(waiting)}`,
    restIsWell: 'the rest is well',
    stores: 'stores',
    storeUnreadable: (store, since, reason) => `${store} UNREADABLE${sinceWhen(since)} (${reason})`,
    seenByDaemon: (at) => `(as the daemon saw it ${at})`,
    observed: (at) => `files that this account may not read: as the daemon saw them on ${at}`,
    storeProblems: (count) => `(${counted(count, 'problem')})`,
    filesOfConnectors: (count) => `${counted(count, 'file')} of connectors`,
    filesUnreadable: (count) => `(${count} UNREADABLE)`,
    unmade: '(made at the first start)',
    storeDoubted: (since) => `(doubted since ${since})`,
    told: 'told',
    logs: 'logs',
    nobody: 'nobody: the configuration names no notifiers',
    toldNothing: 'nothing yet',
    every: (duration) => `(every ${duration})`,
    waiting: (count, since) => `${count} waiting since ${since}`,
    daemon: 'daemon',
    scanned: (at) => `scanned ${at}`,
    next: (at) => `next ${at}`,
    records: (count) => counted(count, 'record'),
    noDaemon: 'none has scanned here yet',
  },
  explain: {
    wouldPresent: (connector, direction, what) => `${connector} (${direction}) would present: ${what}`,
    open: (eventId, since) => `event ${eventId}, open since ${since}`,
    notLookedUp: (connector, direction, why) => `${connector} (${direction}) ${NOT_LOOKED_UP[why]}`,
    offersTls: 'offers TLS?',
    requiredName: 'looks for',
    looksIn: 'looks in',
    carryTheName: 'carry the name',
    eligible: 'eligible',
    nameFrom: {
      connector: 'its FQDN',
      computer: "the computer's FQDN; it has none of its own",
      discovered: 'the name that the server gives itself',
    },
    itsTlsCertificateName: 'its tlsCertificateName',
    byTlsCertificateName: ', by issuer and subject',
    byFile: ', from its files',
    nowhereElse: 'and nowhere else',
    presentedToo: 'is presented too',
    unusableFile: {
      'certificate-file-missing': () => 'there is no such file',
      'certificate-file-unusable': (detail) =>
        `holds no certificate that can be read${detail === '' ? '' : ` (${detail})`}`,
    },
    orderOfFiles: 'none: the files are presented; one without a certificate or its key ends STARTTLS for all',
    of: (count, all) => `${count} of ${all}`,
    elsewhere: (count) => `and ${count} where it does not look`,
    personalNone: 'nowhere: no store is personal',
    storeUnreadable: (store, reason) => `${store} UNREADABLE (${reason})`,
    match: { exact: 'exact', wildcard: 'wildcard', other: 'other name' },
    to: (until) => `to ${until}`,
    presented: 'is presented',
    presentedExpired: 'has expired; no valid one takes its place',
    lastSeen: (at) => `last seen ${at}`,
    nearest: '<- nearest',
    order: 'Order',
    simulate: 'Simulate',
    judged: 'Judged for',
    nothingValid: 'NOTHING VALID',
    nothingLookedUp: 'nothing is looked up and nothing is logged for it',
    nothingSelected: 'no certificate is selected; only what is served is checked',
  },
  check: {
    lookedItself: 'no daemon has scanned here, looked now',
    isUnmade: (store) => `; ${store} is made at its first start`,
    openHere: (open, first) => `${counts(open)}: ${first}`,
    allPresent: (connectors) => `${counted(connectors, 'connector')}, nothing open`,
    allValid: (certificates) => `${counted(certificates, 'certificate')} valid`,
    firstExpires: (name, left) => `${name} expires first, in ${left}`,
    expiredAgo: (name, ago, path) => `${name} expired ${ago} ago (${path})`,
    expiresIn: (name, left, path) => `${name} expires in ${left} (${path})`,
    notYetValid: (name, path) => `${name} is not valid yet (${path})`,
    andOthers: (count) => `and ${count} more`,
    noCertificate: (paths) => `no certificate in ${paths}`,
    cannotRead: (place, reason, detail) => `cannot read ${place}: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    limitsUnknown: (connector, others) =>
      `-w and -c cannot be held against ${connector}${others === 0 ? '' : ` and ${others} more`}: this user may not read the certificates; run it as one who may`,
    timedOut: (after) => `no answer within ${after}`,
  },
  config: {
    good: (file) => `${file}: good`,
    warning: (what) => `warning: ${what}`,
    written: (file) => `Written: ${file}`,
    computerOpen:
      'computer is not set: this host does not know its full name; config check refuses the file until it is written here',
    next: 'Read it, then: mailcertd config check',
  },
  orientation: {
    tagline: 'watches the certificates that mail connectors depend on',
    open: (open, since) => `${counts(open)}, the oldest${sinceWhen(since)}.`,
    nothingOpen: 'Running here: all right.',
    notSure: 'Running here, and not sure that all is right.',
    notRunning: 'No daemon has scanned here yet.',
    noConfiguration: 'Not set up here: there is no configuration yet.',
    faultyConfiguration: (fault) => `The configuration cannot be used: ${fault}`,
    cannotSay: (why) => `What is open here cannot be said: ${why}`,
    look: 'Look',
    act: 'Do',
    setUp: 'Set up',
    plugIn: 'Plug in',
    about: {
      scan: 'once, changing nothing',
      status: 'is everything all right?',
      events: 'the event log, live',
      certificates: 'every certificate, soonest expiry first',
      explain: 'what each connector presents, and why',
      conditions: 'what is open',
      renew: 'also: new, enable, import, export, remove',
      silence: 'tell nobody of something for a time; also: list, end',
      notifiers: 'who is told, and how that goes',
      testNotifier: 'send a marked test',
      init: 'a first configuration',
      check: 'every fault in it, with its line',
      run: 'the daemon, in the foreground',
      nagios: 'for Nagios and its kin',
      metrics: 'for Prometheus',
    },
    help: 'mailcertd COMMAND --help',
  },
};
