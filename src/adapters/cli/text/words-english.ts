import type { NoSelectionReason, OpenCounts, Words } from './words.ts';

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const pendingRecordsText = (count: number): string => `${counted(count, 'record')} pending`;
const sinceText = (since: string | undefined): string => (since === undefined ? '' : ` since ${since}`);

function counts({ errors, warnings, informations, silenced }: OpenCounts): string {
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(informations > 0 ? [counted(informations, 'note')] : []),
  ];
  if (parts.length === 0) return 'no open conditions';
  const all = errors + warnings + informations;
  return `${parts.join(', ')} open${silencedText(silenced, all)}`;
}

function silencedText(silenced: number, all: number): string {
  if (silenced === 0) return '';
  if (silenced < all) return `, ${silenced} of them silenced`;
  return all === 1 ? ', silenced' : ', all silenced';
}

const NO_SELECTION: Readonly<Record<NoSelectionReason, string>> = {
  noTls: 'does not offer TLS',
  notEnabled: 'is disabled',
  noFile: 'has no configured certificate',
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
  notIssued: 'the new one,',
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
  noneSelected: 'NONE',
  unsuitable: {
    'certificate-host-mismatch': 'NAME MISMATCH',
    'purpose-mismatch': 'NOT FOR SERVERS',
    'not-yet-valid': 'NOT YET VALID',
  },
  none: 'none',
  column: {
    since: 'since',
    event: 'event',
    connector: 'connector',
    direction: 'direction',
    requiredName: 'required name',
    selected: 'selected',
    origin: 'origin',
    until: 'until',
    timeLeft: 'left',
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
  unverifiedChains: (count) =>
    `cannot verify the chain of ${counted(count, 'certificate')}: many CAs have the same name, and the limit of checks was reached; the origin is shown as unknown issuer`,
  unknownSelection: 'unknown',
  unexpectedlyEmpty: (store, since) =>
    `store ${store} has been unexpectedly empty since ${since} (waiting for confirmation)`,
  noTls: 'no TLS',
  noClientCertificate: 'not needed',
  onlyProbed: '(only probed)',
  notEnabled: 'disabled',
  noFile: 'not configured',
  expired: 'expired',
  counts,
  nothingOpen: 'No open conditions.',
  configurationInvalid:
    'mailcertd: the configuration file has errors (run: mailcertd config check). A running daemon still uses the previous configuration; this is its event log.',
  configurationAccepted: (error, time, checkCommand) =>
    `${error}; the configuration that the daemon accepted on ${time} is used instead: fix the file, then run ${checkCommand}`,
  openConditionsUnknown:
    'Open conditions are unknown, because no daemon has scanned here yet. To start one: mailcertd run',
  noConnectors: 'The configuration has no connectors.',
  scan: {
    summary: ({ certificates, stores, unreadableStores, files, unreadableFiles, connectors, milliseconds, events }) => {
      const unreadablePart = (count: number): string => (count > 0 ? ` (${count} unreadable)` : '');
      const places = [
        ...(stores > 0 || files === 0 ? [`${counted(stores, 'store')}${unreadablePart(unreadableStores)}`] : []),
        ...(files > 0 ? [`${counted(files, 'connector file')}${unreadablePart(unreadableFiles)}`] : []),
      ];
      return `Scanned ${counted(certificates, 'certificate')} in ${places.join(', ')} and ${counted(connectors, 'connector')} in ${milliseconds} ms: ${counted(events, 'event')}`;
    },
    problem: (location, reason, detail) => `cannot read ${location}: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    furtherBlocks: (count) => `(and ${counted(count, 'more block')})`,
    furtherProblems: (count, reason) => `cannot read ${counted(count, 'more file')}: ${reason}`,
    notRead: (store, count, firstFiles) => {
      const rest = count > firstFiles.length ? ` and ${count - firstFiles.length} more` : '';
      return `store "${store}": ${counted(count, 'file')} not read, although ${count === 1 ? 'it looks like a certificate' : 'they look like certificates'}: ${firstFiles.join(', ')}${rest}`;
    },
    unreadable: (store, path, reason, detail) =>
      `cannot read store "${store}" at ${path}: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    notCreatedYet: (store) =>
      `certificate store "${store}" does not exist yet; the daemon creates it at its first start: mailcertd run`,
  },
  events: { noneMatch: 'No event matches.' },
  status: {
    ok: 'OK',
    problem: 'PROBLEM',
    unknown: 'UNKNOWN',
    join: (parts) => parts.join(', '),
    monitored: (connectors, certificates) =>
      `${counted(connectors, 'connector')}, ${counted(certificates, 'certificate')}`,
    nextExpiry: (until, timeLeft) => `next expiry ${until} (${timeLeft})`,
    neverScanned: 'no daemon has scanned here yet; to start one: mailcertd run',
    stopped: (since) =>
      `the daemon is not running, and the last scan was at ${since}; open conditions may be out of date: systemctl start mailcertd`,
    starting: (since) =>
      `the daemon started at ${since} and has not completed its first scan; open conditions may be out of date`,
    silent: (since) => `the daemon has not scanned since ${since}; open conditions may be out of date`,
    unstored: (since) =>
      `the daemon has not written to the event log since ${since}, and sends no alerts; check the disk space (df) and the daemon's log`,
    unreadable: (store, since, reason) => {
      if (since !== undefined) return `${store} has been unreadable since ${since}`;
      if (reason === 'not_found') return `${store} does not exist`;
      const isDenied = reason === undefined || reason === 'permission_denied';
      return isDenied ? `${store} cannot be read by this user` : `${store} cannot be read (${reason})`;
    },
    undelivered: (notifier, since, reason, isDisabled) =>
      `notifier ${notifier} has failed since ${since} (${reason}${isDisabled ? '; disabled until the configuration is reloaded' : ''})`,
    unwritten: (output, since, reason, pendingRecords) =>
      `log output ${output} has failed since ${since} (${reason}; ${pendingRecordsText(pendingRecords)})`,
    outputFailing: (since, reason, pendingRecords) =>
      `failing since ${since} (${reason}), ${pendingRecordsText(pendingRecords)}`,
    noOtherProblem: 'no other problem',
    stores: 'stores',
    storeUnreadable: (store, since, reason) => `${store} UNREADABLE${sinceText(since)} (${reason})`,
    scannedByDaemon: (time) => `(as scanned by the daemon ${time})`,
    unreadableFilesScannedByDaemon: (time) =>
      `files that this account cannot read: as scanned by the daemon on ${time}`,
    storeProblems: (count) => `(${counted(count, 'problem')})`,
    filesOfConnectors: (count) => `${counted(count, 'connector file')}`,
    filesUnreadable: (count) => `(${count} UNREADABLE)`,
    createdAtFirstStart: '(created at the first start)',
    storeUnconfirmed: (since) => `(unconfirmed since ${since})`,
    notifiers: 'notifiers',
    logs: 'logs',
    noNotifiers: 'none configured',
    nothingSent: 'nothing sent yet',
    interval: (duration) => `(every ${duration})`,
    pendingDeliveries: (count, since) => `${count} pending since ${since}`,
    daemon: 'daemon',
    scanned: (time) => `scanned ${time}`,
    nextScan: (time) => `next ${time}`,
    recordCount: (count) => counted(count, 'record'),
    noDaemonScan: 'has not scanned here yet',
  },
  explain: {
    titleSelects: (connector, direction, verdict) => `${connector} (${direction}) selects: ${verdict}`,
    openEvent: (eventId, since) => `event ${eventId}, open since ${since}`,
    titleNoSelection: (connector, direction, reason) => `${connector} (${direction}) ${NO_SELECTION[reason]}`,
    offersTls: 'TLS offered',
    requiredName: 'required name',
    searchedStores: 'stores',
    matchesName: 'matches',
    eligible: 'eligible',
    nameFrom: {
      connector: 'its FQDN',
      computer: 'the FQDN of this computer, because the connector has none',
      discovered: "the server's own name, from its settings",
    },
    ownTlsCertificateName: 'its tlsCertificateName',
    byTlsCertificateName: ', by issuer and subject',
    byConfiguredFiles: ', from its files',
    onlyConfiguredFiles: 'only its configured files',
    alsoSelected: 'also selected',
    unusableFile: {
      'certificate-file-missing': () => 'does not exist',
      'certificate-file-unusable': (detail) => `contains no readable certificate${detail === '' ? '' : ` (${detail})`}`,
    },
    noOrderOfFiles:
      'not applicable: the server uses the configured files; if one of them or its key cannot be loaded, TLS is unavailable',
    countOfTotal: (count, all) => `${count} of ${all}`,
    countInOtherStores: (count) => `and ${count} in other stores`,
    noPersonalStore: 'none: connectors search no store',
    storeUnreadable: (store, reason) => `${store} UNREADABLE (${reason})`,
    match: { exact: 'exact', wildcard: 'wildcard', other: 'no match' },
    validUntil: (until) => `until ${until}`,
    selected: 'selected',
    selectedExpired: 'expired; no valid certificate matches',
    lastSeen: (time) => `last seen ${time}`,
    nearestMissMark: '<- nearest miss',
    selectionOrder: 'Order',
    simulate: 'Simulate',
    evaluatedAt: 'Evaluated at',
    noneValid: 'NONE (expired)',
    noSelectionNoEvent: 'no certificate is selected, and no event is raised for it',
    noSelectionOnlyServed: 'no certificate is selected; only what is served is checked',
  },
  check: {
    scannedNow: 'scanned now, because no daemon has scanned here',
    storeNotCreatedYet: (store) => `; the daemon creates ${store} at its first start`,
    openConditions: (open, first) => `${counts(open)}: ${first}`,
    noOpenConditions: (connectors) => `${counted(connectors, 'connector')}, no open conditions`,
    allValid: (certificates) => `${counted(certificates, 'certificate')} valid`,
    firstExpires: (name, timeLeft) => `${name} expires first, in ${timeLeft}`,
    expiredAgo: (name, ago, path) => `${name} expired ${ago} ago (${path})`,
    expiresIn: (name, timeLeft, path) => `${name} expires in ${timeLeft} (${path})`,
    notYetValid: (name, path) => `${name} is not valid yet (${path})`,
    andOthers: (count) => `and ${count} more`,
    noCertificate: (paths) => `no certificate in ${paths}`,
    cannotRead: (location, reason, detail) => `cannot read ${location}: ${reason}${detail === '' ? '' : `: ${detail}`}`,
    limitsUnknown: (connector, others) =>
      `cannot apply -w/-c to ${connector}${others === 0 ? '' : ` and ${others} more`}: no permission to read the certificates; run as a user who can`,
    timedOut: (duration) => `timed out after ${duration}`,
  },
  config: {
    valid: (file) => `${file}: OK`,
    warning: (text) => `warning: ${text}`,
    written: (file) => `Written: ${file}`,
    computerNotSet:
      'computer is not set, because the FQDN of this host is unknown; config check reports an error until you set it',
    nextStep: 'Review the file, then run: mailcertd config check',
  },
  overview: {
    tagline: 'monitors the certificates that mail connectors use',
    openConditions: (open, since) => `${counts(open)}, the oldest${sinceText(since)}.`,
    noOpenConditions: 'OK: the daemon is running, and no conditions are open.',
    unknown: 'UNKNOWN: some objects cannot be checked.',
    neverScanned: 'No daemon has scanned here yet.',
    noConfiguration: 'Not configured: there is no configuration file yet.',
    invalidConfiguration: (error) => `The configuration file has errors: ${error}`,
    openConditionsUnknown: (error) => `Open conditions are unknown: ${error}`,
    view: 'View',
    manage: 'Manage',
    configure: 'Configure',
    integrate: 'Integrate',
    about: {
      scan: 'scan once, without changes',
      status: 'show open conditions, connectors and stores',
      events: 'follow the event log',
      certificates: 'list certificates, soonest expiry first',
      explain: 'show which certificate each connector selects, and why',
      conditions: 'list open conditions',
      renew: 'also: new, enable, import, export, remove',
      silence: 'suppress notifications; also: list, expire',
      notifiers: 'list notifiers and their status',
      testNotifier: 'send a marked test',
      init: 'write a first configuration from discovery',
      check: 'list all configuration errors, with line',
      run: 'run the daemon in the foreground',
      nagios: 'Nagios plugin',
      metrics: 'Prometheus metrics',
    },
    help: 'mailcertd COMMAND --help',
  },
};
