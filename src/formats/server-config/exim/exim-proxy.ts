import { looksLikeIpAddress } from '../../../domain/certificate/dns-name.ts';
import { isWithin } from '../network.ts';
import { eximList } from './exim-list.ts';

function isPlain(pattern: string): boolean {
  return pattern === '*' || looksLikeIpAddress(pattern.replace(/\/\d{1,3}$/, ''));
}

/**
 * Whether Exim hears who connects from an address only when they say first, as a proxy does, for whom. undefined: that takes
 * names, lookups or files, of which nothing is worked out here.
 * @param hosts the value of `hosts_proxy`
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-proxies.html
 */
export function hearsAsProxy(hosts: string, address: string): boolean | undefined {
  let isNegated = true;
  for (const item of eximList(hosts)) {
    isNegated = item.startsWith('!');
    const pattern = item.replace(/^!\s*/, '');
    if (!isPlain(pattern)) return undefined;
    if (pattern === '*' || isWithin(address, pattern)) return !isNegated;
  }
  // A list that ends with who is not meant stands for all others.
  return isNegated && hosts.trim() !== '';
}
