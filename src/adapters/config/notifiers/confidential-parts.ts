import { quote } from '../quote.ts';

/** What parameters of an address are called whose value lets whoever knows it in. */
const CONFIDENTIAL =
  /^(?:.*[-_.])?(?:token|key|secret|password|passwd|pwd|sig|signature|auth|hmac)$|^(?:api|auth|access|secret|private)(?:key|token)$/i;

/** Services where whoever knows the path, or the topic, is let in: chats, flows, and those that wait for signs of life. */
const HOSTS: readonly string[] = [
  'api.telegram.org',
  'betteruptime.com',
  'chat.googleapis.com',
  'cronitor.link',
  'discord.com',
  'discordapp.com',
  'hc-ping.com',
  'hooks.slack.com',
  'hooks.zapier.com',
  'logic.azure.com',
  'maker.ifttt.com',
  'ntfy.sh',
  'oapi.dingtalk.com',
  'open.feishu.cn',
  'open.larksuite.com',
  'outlook.office.com',
  'outlook.office365.com',
  'qyapi.weixin.qq.com',
  'uptime.betterstack.com',
  'webhook.office.com',
];

/** A piece of a path that nobody would make up: a UUID, or 20 characters or more with letters and digits among them. */
const MADE_BY_A_MACHINE = /^(?=.*\d)(?=.*[a-z])[\w~.:%-]{20,}$/i;

/** What of an address looks like a secret, in the order in which it stands there; said without it. Empty: nothing. */
export function confidentialParts(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { hostname, pathname, search } = new URL(url);
  const names = search
    .slice(1)
    .split('&')
    .flatMap((pair) => /^([^=]+)=./.exec(pair)?.slice(1) ?? []);
  return [
    ...pathOf(hostname, pathname),
    ...names
      .filter((name) => CONFIDENTIAL.test(name))
      .map((name) => `what stands behind ${quote(`${name}=`)} looks like a secret`),
  ];
}

function pathOf(hostname: string, pathname: string): readonly string[] {
  if (pathname === '/') return [];
  const service = HOSTS.find((host) => hostname === host || hostname.endsWith(`.${host}`));
  if (service !== undefined) return [`the path of an address at ${service} is a secret`];
  const isMade = pathname.split('/').some((segment) => MADE_BY_A_MACHINE.test(segment));
  return isMade ? ['the path of the address looks like a secret'] : [];
}
