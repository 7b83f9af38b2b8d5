import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { MailNotifier, type MailOptions } from '../../src/adapters/notify/mail/mail-notifier.ts';
import { TrustedRoots } from '../../src/adapters/notify/trusted-roots.ts';
import { createLookup } from '../../src/adapters/starttls/create-lookup.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { certified, header } from '../adapters/notify/mail/mail-sink.ts';
import { raisedRecord, sampleAlert } from '../contract/alert-samples.ts';
import { saying } from '../domain/failure/saying.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from './needs.ts';
import { runPostfix } from './run-postfix.ts';

const never = new AbortController().signal;

/** Returns the mails in a mailbox, in order of arrival, with CRLF line ends. */
function mailbox(directory: TemporaryDirectory, name: string): readonly string[] {
  const place = directory.at('postfix-mail', name, 'new');
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .sort()
    .map((file) => readFileSync(`${place}/${file}`, 'utf8').replaceAll('\n', '\r\n'));
}

describe.runIf(needsRoot() && needs('postfix'))('mail through a real Postfix', () => {
  const settings = (directory: TemporaryDirectory, port: number, changes: Partial<MailOptions>): MailNotifier =>
    new MailNotifier(
      {
        name: 'mail',
        server: `smtp://localhost:${port}`,
        from: 'mailcertd <alerts@contoso.com>',
        to: ['ops@contoso.com'],
        user: undefined,
        passwordFile: undefined,
        starttls: 'required',
        caFile: directory.at('ca.pem'),
        timeout: 30_000,
        ...changes,
      },
      {
        trustedRoots: new TrustedRoots([]),
        createLookup,
        text: ({ state }) => ({
          subject: `mail.contoso.com に使える証明書がありません (${state})`,
          text: '.\nFrom here\n拇印\n',
          html: '<p>拇印</p>',
        }),
      },
    );

  it('reaches each mailbox over TLS, as one thread; unknown recipients are named, and only deferred ones are retried', async () => {
    using directory = temporaryDirectory();
    const { ca, leaf } = certified('localhost');
    directory.write('ca.pem', ca.certificatePem);
    using postfix = await runPostfix(directory, {
      certificate: directory.write('leaf.pem', leaf.certificatePem),
      key: directory.write('key.pem', leaf.privateKeyPem, 0o600),
      mailboxes: ['ops', 'later'],
      settings: {
        smtpd_tls_security_level: 'encrypt',
        smtpd_recipient_restrictions:
          'check_recipient_access inline:{ { later@contoso.com = 450 4.2.0 greylisted } }, permit_mynetworks, reject_unauth_destination',
      },
    });
    const notifier = settings(directory, postfix.port, {});
    for (const [id, change] of [
      ['a-1', 'raised'],
      ['a-2', 'cleared'],
    ] as const) {
      const { delivery, alert } = sampleAlert(id, { state: change, records: [raisedRecord({ change })] });
      expect(await notifier.deliver(delivery, alert, never)).toMatchObject({
        kind: 'delivered',
        failure: saying(/: 250 2\.0\.0 Ok: queued as \w+ \(ops@contoso\.com\)$/),
      });
    }
    await vi.waitFor(() => expect(mailbox(directory, 'ops')).toHaveLength(2), 20_000);
    const mails = mailbox(directory, 'ops');
    for (const source of mails) {
      expect(header(source, 'Delivered-To')).toBe('ops@contoso.com');
      expect(source).toContain(' with ESMTPS id ');
      expect(header(source, 'Subject')).toMatch(/^=\?UTF-8\?/);
      expect(header(source, 'Auto-Submitted')).toBe('auto-generated');
    }
    expect(new Set(mails.map((source) => header(source, 'References'))).size).toBe(1);
    expect(new Set(mails.map((source) => header(source, 'Message-ID'))).size).toBe(2);

    const several = settings(directory, postfix.port, {
      to: ['ops@contoso.com', 'missing@contoso.com', 'later@contoso.com'],
    });
    const { delivery, alert } = sampleAlert('a-3');
    for (const done of [[], ['ops@contoso.com', 'missing@contoso.com']]) {
      const outcome = await several.deliver(
        { ...delivery, parts: { finished: done, isPartlyDelivered: done.length > 0, allowed: undefined } },
        alert,
        never,
      );
      expect(outcome).toMatchObject({ kind: 'retry', reason: 'refused' });
      expect(failureText(outcome.failure, 'en')).toContain('later@contoso.com was refused: RCPT TO: 450 4.2.0 ');
    }
    await vi.waitFor(() => expect(mailbox(directory, 'ops')).toHaveLength(3), 20_000);
    const log = postfix.log();
    expect(log.match(/missing@contoso\.com.*550 5\.1\.1|550 5\.1\.1.*missing@contoso\.com/g)).toHaveLength(1);
    // Every session ended with QUIT.
    expect(log).not.toContain('lost connection');
    expect(log).not.toContain('improper command pipelining');
  });
});
