import type { Settled } from '../settled.ts';
import { listOf } from './postfix-listener.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';

/** `inet`, `smtp/inet`, or one of them behind `!`. */
function matches(item: string, { name, type }: PostfixService): boolean {
  return item === type || item === `${name}/${type}`;
}

/**
 * Whether master opens no port for a service: of the words that it matches the first counts.
 * @see https://www.postfix.org/postconf.5.html#master_service_disable
 */
export function isDisabled(service: PostfixService, settings: PostfixSettings): Settled<boolean> {
  const written = settings.settle('master_service_disable');
  if (written.kind === 'unresolved') return { ...written, detail: `master_service_disable: ${written.detail}` };
  const first = listOf(written.value).find((item) => matches(item.replace(/^!/, ''), service));
  return { kind: 'value', value: first !== undefined && !first.startsWith('!') };
}
