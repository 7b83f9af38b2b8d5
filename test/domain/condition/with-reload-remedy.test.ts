import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { probeResult, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, stored } from '../world.ts';

const NAME = 'mail.contoso.com';
const FILE = '/etc/ssl/mail.pem';
const RELOAD = ['systemctl', 'reload', 'postfix'];
const EDGE = connector('Edge', NAME, { certificateFiles: [FILE], probe: target(), reload: RELOAD });

/** Returns the remedies of the open conditions after a scan in which the server still serves `old`. */
function remediesAfter(life: Life, minutes: number, old: StoredCertificate, onDisk: StoredCertificate): unknown {
  const now = NOON + minutes * MINUTE;
  const endpoints = new Map([['Edge', probeResult(now, serves(old))]]);
  life.pass({ ...CALM, connectors: [EDGE], certificates: [onDisk], endpoints, now });
  return life.open.map(({ eventId, remedy }) => [eventId, remedy]);
}

describe('an open condition about the expiry of a file', () => {
  test('shows the reload once the file is replaced, and its own remedy again if the file is put back', () => {
    const old = stored('P', { dnsNames: [NAME], file: FILE, notBefore: NOON - 80 * DAY, notAfter: NOON + DAY });
    const renewed = {
      ...stored('Q', { dnsNames: [NAME], file: FILE, notBefore: NOON }),
      writtenAt: NOON + MINUTE,
    };
    const life = new Life();
    const before = remediesAfter(life, 0, old, old);
    expect(before).toEqual([[12018, expect.anything()]]);
    expect(before).not.toEqual([[12018, [RELOAD]]]);
    // Only a probe after the scan that found the new file shows that the server must be reloaded.
    remediesAfter(life, 2, old, renewed);
    expect(remediesAfter(life, 3, old, renewed)).toEqual([[12018, [RELOAD]]]);
    expect(remediesAfter(life, 4, old, old)).toEqual(before);
  });
});
