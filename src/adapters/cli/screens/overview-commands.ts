import type { OVERVIEW_PHRASES } from '../text/overview-phrases.ts';

/** A command of the overview. */
interface OverviewCommand {
  readonly group: 'view' | 'manage' | 'configure' | 'integrate';
  /** As typed, with words in capitals to replace, for example `mailcertd scan [PATH...]`. */
  readonly command: string;
  /** The name of its description. */
  readonly about: keyof typeof OVERVIEW_PHRASES.about;
}

/** The main commands, in the order of the overview, each group together. */
export const OVERVIEW_COMMANDS: readonly OverviewCommand[] = [
  { group: 'view', command: 'mailcertd scan [PATH...]', about: 'scan' },
  { group: 'view', command: 'mailcertd status', about: 'status' },
  { group: 'view', command: 'mailcertd events -f', about: 'events' },
  { group: 'view', command: 'mailcertd conditions', about: 'conditions' },
  { group: 'view', command: 'mailcertd certificates', about: 'certificates' },
  { group: 'view', command: 'mailcertd connectors explain', about: 'explain' },
  { group: 'manage', command: 'mailcertd certificates renew ID', about: 'renew' },
  { group: 'manage', command: 'mailcertd silences add', about: 'silence' },
  { group: 'manage', command: 'mailcertd notifiers', about: 'notifiers' },
  { group: 'configure', command: 'mailcertd config init', about: 'init' },
  { group: 'configure', command: 'mailcertd config check', about: 'check' },
  { group: 'configure', command: 'mailcertd notifiers test NAME', about: 'testNotifier' },
  { group: 'configure', command: 'mailcertd run', about: 'run' },
  { group: 'integrate', command: 'mailcertd check', about: 'nagios' },
  { group: 'integrate', command: 'mailcertd metrics', about: 'metrics' },
];
