import type { Reason } from '../../domain/problem.ts';

/** Why no answer came, or none that could be read. */
export interface TransportTrouble {
  readonly reason: Reason;
  /** One line. */
  readonly detail: string;
}

/** OpenSSL's words for a chain that does not lead to what is trusted, and Node's for a name that is not in the certificate. */
const NOT_TRUSTED =
  /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/^(?:ENOTFOUND|EAI_)/, 'host_not_found'],
  [/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|EACCES|EPERM|ENOENT)$/, 'connection_refused'],
  [/^ETIMEDOUT$/, 'timed_out'],
  [NOT_TRUSTED, 'certificate_not_trusted'],
  [/^(?:EPROTO|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/, 'tls_failed'],
  [/^HPE_INVALID_EOF_STATE$/, 'connection_lost'],
  [/^(?:HPE_|ERR_HTTP_|ERR_INVALID_)/, 'answer_malformed'],
];

/** What went wrong with a connection, by the error that Node gives. */
export function transportTrouble(error: unknown): TransportTrouble {
  // Of several addresses, each has failed in its own way.
  const errors = error instanceof AggregateError ? error.errors : [error];
  const told = errors.map((one: NodeJS.ErrnoException) => ({ code: String(one?.code ?? ''), text: describe(one) }));
  const code = told[0]?.code ?? '';
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection_lost';
  return { reason, detail: [...new Set(told.map(({ text }) => text))].join('; ') };
}

function describe(error: NodeJS.ErrnoException): string {
  const code = String(error?.code ?? '');
  // OpenSSL's own lines are for those who read its source: `…:error:0A000438:SSL routines::tlsv1 alert internal error:…`.
  const message = /:SSL routines:[^:]*:([^:]+)/.exec(error?.message ?? '')?.[1] ?? error?.message ?? String(error);
  const line = message.replace(/\s+/g, ' ').trim();
  return code === '' || line.includes(code) ? line : `${line} (${code})`;
}
