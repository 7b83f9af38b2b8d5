import { PROBE_PROTOCOLS } from '../../../domain/served/probe-target.ts';
import { type ProbePlace, type ProbeUrlFault, parseProbeUrl } from '../../../formats/network/probe-url.ts';
import { describeWrongWord } from '../check/describe-issue.ts';
import { quote } from './quote.ts';
import type { WrittenValue } from './written-value.ts';

const FORM = 'write it as in smtp://127.0.0.1:25, imaps://mail.contoso.com or smtp://[2001:db8::1]:2525';

const WRONG: Readonly<Record<Exclude<ProbeUrlFault, 'protocol' | 'user'>, string>> = {
  form: 'does not say where a server is probed',
  host: 'names no host that can be probed',
  'port-missing': 'needs a port: tls has no usual one',
  port: 'has no port between 1 and 65535',
  more: 'has more behind the server and its port',
};

/** Where a server is probed, from what was written. */
export function readProbeAddress(text: string): WrittenValue<ProbePlace> {
  const parsed = parseProbeUrl(text);
  if (parsed.kind === 'place') return { value: parsed.place };
  const { fault } = parsed;
  // Not quoted: what stands in it is a secret, also where the rest is no address.
  if (fault === 'user' || text.includes('@'))
    return { fault: 'the address has a user or a password in it; a probe logs in nowhere: take them out' };
  if (fault === 'protocol') return { fault: describeWrongWord('probe', text.split(':', 1)[0], PROBE_PROTOCOLS) };
  return { fault: `${quote(text)} ${WRONG[fault]}; ${FORM}` };
}
