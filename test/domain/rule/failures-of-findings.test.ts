import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { toUnreadableFile } from '../../../src/domain/evidence/problem-files.ts';
import { ENCODING_FAILURES } from '../../../src/domain/failure/encoding-failures.ts';
import { FILE_CAUSE_FAILURES } from '../../../src/domain/failure/file-cause-failures.ts';
import { problemCause } from '../../../src/domain/failure/problem-failures.ts';
import { problemOfFailure } from '../../../src/domain/failure/problem-of-failure.ts';
import { cannotLoadStarttlsCertificateFromStore } from '../../../src/domain/rule/cannot-load-starttls-certificate-from-store.ts';
import { connectorUnreachable } from '../../../src/domain/rule/connector-unreachable.ts';
import { storeUnreadable } from '../../../src/domain/rule/store-unreadable.ts';
import { unavailable } from '../../../src/domain/scan-result.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { eventLines } from '../event/event-lines.ts';
import { endpoint, seen, target } from '../serving.ts';
import { CALM, connector, Life, NOON, SETTINGS } from '../world.ts';

const FAILURE = FILE_CAUSE_FAILURES.file_larger_than({ kibibytes: 64 });
const PROBLEM = problemOfFailure('too_large', '/stores/My', FAILURE);

describe('the failure of a problem', () => {
  it('of a store is in the data of the event', () => {
    const observation = { ...new Life().observe(CALM), stores: new Map([['My', unavailable<never>(NOON, PROBLEM)]]) };
    const [finding] = storeUnreadable.evaluate(assess(observation, SETTINGS));
    expect(finding?.facts.failure).toEqual(FAILURE);
  });

  it('of a file is in the list of the event', () => {
    expect(toUnreadableFile(PROBLEM)).toEqual({
      path: '/stores/My',
      detail: 'it is larger than 64 KiB',
      failure: FAILURE,
    });
  });

  it('of a file that a server names is in 12014, with its reason, in both languages', () => {
    const path = '/etc/ssl/mail.pem';
    const problem = problemOfFailure('der_truncated', path, ENCODING_FAILURES.data_truncated({ bytes: 3 }));
    const smtpd = connector('smtpd', 'mail.contoso.com', { certificateFiles: [path] });
    const world = { ...CALM, connectors: [smtpd], problems: [{ store: `file:${path}`, problem }] };
    const [finding] = cannotLoadStarttlsCertificateFromStore.evaluate(assess(new Life().observe(world), SETTINGS));
    expect(finding?.facts).toMatchObject({
      reason: 'certificate-file-unusable',
      detail: 'truncated: truncated after 3 bytes',
      failure: problemCause(problem),
    });
    const lines = (locale: Locale): readonly string[] =>
      finding === undefined
        ? []
        : eventLines(cannotLoadStarttlsCertificateFromStore.event, finding, { locale, offsetMinutes: () => 0 });
    expect(lines('en')).toContain(
      'Reason: the certificate file has no readable certificate (certificate-file-unusable)',
    );
    expect(lines('en')).toContain('Error: truncated: truncated after 3 bytes');
    expect(lines('ja')).toContain('詳細: 途中で切れています (データが 3 バイトで途切れています)');
  });

  it('of a probed address is in the list of the event, and in the state of the address', () => {
    const edge = connector('Edge', 'mail.contoso.com', { probe: target({ failureThreshold: 1 }) });
    const endpoints = seen(NOON, [endpoint(unavailable<never>(NOON, PROBLEM), '192.0.2.1')]);
    const world = { ...CALM, connectors: [edge], endpoints: new Map([['Edge', endpoints]]) };
    const [finding] = connectorUnreachable.evaluate(assess(new Life().observe(world), SETTINGS));
    expect(finding?.facts.addresses).toMatchObject([{ address: '192.0.2.1', failure: FAILURE }]);
    expect(finding?.facts.failure).toEqual(FAILURE);
  });
});
