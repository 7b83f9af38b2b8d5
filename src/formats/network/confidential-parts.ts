/**
 * The names of URL parameters whose values grant access: one of these words, also after a separator
 * (`api_key`, `x-token`); two words without a separator, for example api and key; or `code`, the key
 * of an Azure function.
 */
const CONFIDENTIAL_PARAMETER =
  /^(?:.*[-_.])?(?:token|key|secret|password|passwd|pwd|sig|signature|auth|hmac)$|^(?:api|auth|access|secret|private)(?:key|token)$|^code$/i;

/**
 * Services whose URLs grant access by their path: chats, workflows and heartbeat monitors. At ntfy.sh,
 * the path is the topic.
 */
const CONFIDENTIAL_SERVICES: readonly string[] = [
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

/**
 * A path segment that seems to be generated: at least 20 characters, with a letter and a digit, for
 * example a UUID.
 */
const GENERATED_SEGMENT = /^(?=.*\d)(?=.*[a-z])[\w~.:%-]{20,}$/i;

/**
 * A part of a URL that may be a secret: the path at a known service, a path, or the value of a
 * parameter.
 */
export type ConfidentialPart =
  | { readonly kind: 'path-at-service'; readonly service: string }
  | { readonly kind: 'path' }
  | { readonly kind: 'parameter'; readonly name: string };

/** Returns the parts of a URL that may be secrets, in order, without their values. */
export function confidentialParts(url: string): readonly ConfidentialPart[] {
  if (!URL.canParse(url)) return [];
  const { hostname, pathname, search } = new URL(url);
  const names = [...new URLSearchParams(search)].flatMap(([name, value]) => (value === '' ? [] : name));
  return [
    ...confidentialPath(hostname, pathname),
    ...names.filter((name) => CONFIDENTIAL_PARAMETER.test(name)).map((name) => ({ kind: 'parameter', name }) as const),
  ];
}

function confidentialPath(hostname: string, pathname: string): readonly ConfidentialPart[] {
  if (pathname === '/') return [];
  const host = hostname.replace(/\.$/, '');
  const service = CONFIDENTIAL_SERVICES.find((name) => host === name || host.endsWith(`.${name}`));
  if (service !== undefined) return [{ kind: 'path-at-service', service }];
  return pathname.split('/').some((segment) => GENERATED_SEGMENT.test(segment)) ? [{ kind: 'path' }] : [];
}
