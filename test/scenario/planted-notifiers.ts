import { freePort } from '../peers/free-port.ts';
import { AWKWARD, type PlantedScene } from './planted-scene.ts';
import { FORMS } from './repeating-server.ts';

/** A notifier with its own secrets. */
export interface PlantedNotifier {
  readonly name: string;
  /** The settings as in the configuration. */
  readonly settings: object;
  /**
   * The expected outcome and reason of its first attempt; undefined: its attempts are not stored.
   */
  readonly ends: string | undefined;
}

/** Settings that match few events, because every notifier receives all matching events. */
const FEW = { groupWait: '0s', match: { ids: [1100] } };
const DENIED = 'retry authentication_failed';
const UNTRUSTED = 'retry certificate_not_trusted';
const UNREADABLE = 'retry secret_unreadable';

/** Writes a file with a URL that has a secret in every possible part. */
function urlFile({ host, secret }: PlantedScene, name: string, address: string, login = ''): string {
  const [path, query, fragment] = ['path', 'query', 'fragment'].map((part) => secret.plant(`${name}: ${part}`));
  const [scheme, rest] = address.split('://');
  const text = `${scheme}://${login}${rest}/${path}?token=%22%26${query}%3C&x=1#${fragment}\n`;
  return host.lay(`${name}.url`, text);
}

function secretFile({ host, secret }: PlantedScene, name: string): string {
  const key = Buffer.from(secret.plant(`${name}: secret`).padEnd(32, '.'));
  return host.lay(`${name}.secret`, `whsec_${key.toString('base64')}\n`);
}

type More = Readonly<Record<string, unknown>>;

function webhook(
  planted: PlantedScene,
  name: string,
  address: string,
  ends: string,
  more: More = {},
  login = '',
): PlantedNotifier {
  const own = { urlFile: urlFile(planted, name, address, login), secretFile: secretFile(planted, name) };
  return { name, ends, settings: { type: 'webhook', ...FEW, ...own, ...more } };
}

/**
 * Returns notifiers whose receiver repeats every request, in every form, and accepts or rejects it.
 */
function repeated(planted: PlantedScene): readonly PlantedNotifier[] {
  const at = (path: string): string => `http://127.0.0.1:${planted.server.port}/${path}`;
  const forms = Object.keys(FORMS).flatMap((form) => {
    const login = `us:${encodeURIComponent(AWKWARD)}${planted.secret.plant(`basic-${form}: password`)}@`;
    const token = { tokenFile: planted.plant(`token-${form}`, 'token', AWKWARD) };
    return [
      webhook(planted, `url-${form}`, at(`401/${form}/url`), DENIED),
      webhook(planted, `token-${form}`, at(`401/${form}/login`), DENIED, token),
      webhook(planted, `basic-${form}`, at(`401/${form}/login`), DENIED, {}, login),
    ];
  });
  return [
    ...forms,
    webhook(planted, 'taken', at('200/plain/url'), 'delivered', { match: {} }),
    webhook(planted, 'moved', at('307/plain/url'), 'retry redirected'),
    webhook(planted, 'gone', at('410/plain/url'), 'rejected gone'),
    webhook(planted, 'refused', at('400/json/url'), 'rejected refused'),
    webhook(planted, 'failed', at('500/html/url'), 'retry server_error'),
    ...inConfiguration(planted, at),
  ];
}

/** Returns notifiers whose URL in the configuration contains a secret, in every possible part. */
function inConfiguration({ secret }: PlantedScene, at: (path: string) => string): readonly PlantedNotifier[] {
  const planted = (what: string): string => secret.plant(`in the configuration: ${what} of an address`);
  const one = (name: string, ends: string, url: string): PlantedNotifier => {
    return { name, ends, settings: { type: 'webhook', ...FEW, url } };
  };
  const absent = 'http://127.0.0.1:9';
  return [
    one('warned-of', DENIED, `${at('401/json/url')}?access_token=${planted('query')}`),
    one('in-path', DENIED, at(`401/plain/url/services/${planted('path')}`)),
    one('in-query', 'rejected refused', `${at('400/html/url')}?${planted('bare query')}`),
    one('in-fragment', 'retry connection_refused', `${absent}/in#${planted('fragment')}`),
    one('in-path-of-missing', 'retry connection_refused', `${absent}/${planted('path of missing')}`),
    {
      name: 'pinged',
      ends: undefined,
      settings: { type: 'heartbeat', url: at(`500/plain/url/${planted('path of a heartbeat')}`) },
    },
    {
      name: 'am-path',
      ends: undefined,
      settings: {
        type: 'alertmanager',
        interval: '1s',
        url: at(`401/plain/url/${planted('path of an Alertmanager')}`),
      },
    },
  ];
}

/**
 * Returns notifiers whose receiver is missing, is a wrong one, or is reached through a proxy that
 * repeats every request.
 */
async function unreached(planted: PlantedScene): Promise<readonly PlantedNotifier[]> {
  const token = (name: string): More => ({ tokenFile: planted.plant(name, 'token', AWKWARD) });
  const proxy = `http://127.0.0.1:${planted.server.port}`;
  const caFile = planted.host.directory.write('ca.pem', planted.untrusted.ca);
  const login = `us:${planted.secret.plant('proxied: password')}@`;
  const { port } = planted.untrusted;
  return [
    webhook(planted, 'absent', `http://127.0.0.1:${await freePort()}`, 'retry connection_refused', token('absent')),
    webhook(planted, 'unknown', 'http://nowhere.invalid', 'retry host_not_found', {
      ...token('unknown'),
      allowUnverified: true,
    }),
    webhook(planted, 'untrusted', `https://localhost:${port}`, UNTRUSTED, token('untrusted')),
    webhook(planted, 'other', `https://127.0.0.1:${port}`, UNTRUSTED, { ...token('other'), caFile }),
    webhook(planted, 'tunnelled', 'https://nowhere.invalid', DENIED, { ...token('tunnelled'), proxy }),
    webhook(
      planted,
      'proxied',
      'http://nowhere.invalid/502/html/url',
      'retry server_error',
      { proxy, allowUnverified: true },
      login,
    ),
  ];
}

/** Returns notifiers whose files have wrong content or are unreadable. */
function misplaced(planted: PlantedScene): readonly PlantedNotifier[] {
  const address = `http://127.0.0.1:${planted.server.port}/200/plain/url`;
  const file = (name: string, key: string, content: (marker: string) => string): PlantedNotifier => {
    const path = planted.host.lay(`${name}.file`, content(planted.secret.plant(`${name}: content`)));
    return webhook(planted, name, address, UNREADABLE, { [key]: path });
  };
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [
    file('no-prefix', 'secretFile', (marker) => marker),
    file('too-short', 'secretFile', (marker) => `whsec_${base64(marker.slice(0, 20))}`),
    file('no-base64', 'secretFile', (marker) => `whsec_${marker}!`),
    file('two-words', 'tokenFile', (marker) => `Bearer ${marker}`),
    file('too-long', 'tokenFile', (marker) => marker.repeat(400)),
    file('no-address', 'urlFile', (marker) => marker),
    file('other-scheme', 'urlFile', (marker) => `ftp://us:${marker}@127.0.0.1/${marker}`),
    file('broken-address', 'urlFile', (marker) => `https://us:${marker}@[${marker}/`),
    webhook(planted, 'closed', address, UNREADABLE, {
      secretFile: planted.host.close(planted.plant('closed', 'file')),
    }),
  ];
}

function mails(planted: PlantedScene): readonly PlantedNotifier[] {
  const { host, mail, clear } = planted;
  const ca = host.directory.write('mail-ca.pem', mail.ca);
  const one = (name: string, ends: string, more: More = {}): PlantedNotifier => {
    const login = { user: name, passwordFile: planted.plant(name, 'password', AWKWARD) };
    const parties = { from: 'mailcertd@contoso.com', to: ['ops@contoso.com'] };
    const server = { server: `smtp://localhost:${mail.port}`, caFile: ca };
    return { name, ends, settings: { type: 'mail', ...FEW, ...server, ...login, ...parties, ...more } };
  };
  const server = `smtp://localhost:${clear.port}`;
  return [
    one('mail-taken', 'delivered', { match: {} }),
    one('mail-plain', DENIED),
    one('mail-base64', DENIED),
    one('mail-sasl', DENIED),
    one('mail-untrusted', UNTRUSTED, { caFile: undefined }),
    one('mail-clear', 'retry starttls_not_offered', { server, starttls: 'opportunistic' }),
    one('mail-off', 'delivered', { server, starttls: 'off' }),
  ];
}

/** Returns Alertmanagers and heartbeats. */
function shown(planted: PlantedScene): readonly PlantedNotifier[] {
  const url = (path: string): string => `http://127.0.0.1:${planted.server.port}/${path}`;
  const mirror = (name: string, path: string, login: More): PlantedNotifier => {
    return { name, ends: undefined, settings: { type: 'alertmanager', interval: '1s', url: url(path), ...login } };
  };
  const password = (name: string): More => ({ user: 'us', passwordFile: planted.plant(name, 'password', AWKWARD) });
  const heartbeat = (name: string, path: string): PlantedNotifier => {
    return { name, ends: undefined, settings: { type: 'heartbeat', urlFile: urlFile(planted, name, url(path)) } };
  };
  return [
    mirror('am-taken', '200/plain/login', password('am-taken')),
    mirror('am-basic', '401/json/login', password('am-basic')),
    mirror('am-token', '401/html/login', { tokenFile: planted.plant('am-token', 'token', AWKWARD) }),
    heartbeat('alive', '200/plain/url'),
    heartbeat('dead', '500/plain/url'),
  ];
}

/** Returns notifiers of every kind, for every kind of success and failure. */
export async function plantedNotifiers(planted: PlantedScene): Promise<readonly PlantedNotifier[]> {
  const others = await unreached(planted);
  return [...repeated(planted), ...others, ...misplaced(planted), ...mails(planted), ...shown(planted)];
}

/** Returns a configuration with secrets in wrong places, each of which is an error. */
export function misplacedInConfiguration({ secret, host }: PlantedScene): string {
  const a = (what: string): string => secret.plant(`in the configuration: ${what}`);
  const url = 'https://hooks.contoso.com/';
  const mail = { type: 'mail', from: 'a@contoso.com', to: ['a@contoso.com'] };
  const notifiers = [
    { type: 'webhook', url: `htps://hooks.contoso.com/${a('path of no address')}` },
    { type: 'webhook', url: `https://us:${a('password of an address')}@hooks.contoso.com/` },
    { type: 'webhook', url, proxy: `http://us:${a('password of a proxy')}@proxy.contoso.com:3128` },
    { type: 'webhook', url, proxy: `socks5://us:${a('password of no proxy')}@proxy.contoso.com` },
    { type: 'webhook', url, secretFile: `whsec_${a('a secret for a file')}` },
    { type: 'webhook', urlFile: `${url}${a('an address for a file')}` },
    { type: 'webhook', url, secret: a('secret'), token: a('token') },
    { ...mail, server: `smtp://us:${a('password of a server')}@mail.contoso.com`, password: a('password') },
    { ...mail, server: `mail.contoso.com/${a('no server')}` },
    { type: 'heartbeat', url: `hc-ping.com/${a('no address of a heartbeat')}` },
    { type: 'alertmanager', url: `${url}${a('an invisible character')}\u202e` },
  ];
  const named = notifiers.map((notifier, index) => ({ name: `n${index}`, ...notifier }));
  return JSON.stringify({
    computer: 'mail01.contoso.com',
    stateDirectory: host.directory.at('state'),
    notifiers: named,
  });
}
