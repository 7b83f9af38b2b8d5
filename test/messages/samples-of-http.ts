import { type SamplesByCode, text } from './sample.ts';

/** The samples of the failures of the HTTP server. */
export const SAMPLES_OF_HTTP: SamplesByCode = {
  http_listening: { url: 'http://127.0.0.1:12014' },
  http_opening: { address: '127.0.0.1:12014' },
  http_thread_ended: { code: 1 },
  http_thread_outdated: { running: '0.1.0', installed: '0.2.0' },
  http_request_failed: { path: '/api/v1/status', cause: 'disk I/O error' },
  http_key_without_certificate: { key: 'keyFile' },
  http_file_unusable: { key: 'tokenFile', cause: text('file_not_found') },
  listen_address_invalid: { value: '"localhost"' },
  socket_path_too_long: { value: '"/run/…"', maximum: 107 },
  remote_address_without_tls: { address: '"0.0.0.0:12014"' },
  remote_address_without_token: { address: '"0.0.0.0:12014"' },
  request_method_refused: { allowed: 'GET, HEAD' },
  request_failed: { cause: 'disk I/O error' },
  access_token_unusable: { path: '/etc/mailcertd/http.token', cause: text('file_not_found') },
  access_token_too_short: { minimum: 32 },
  tls_file_unusable: { path: '/etc/ssl/mail.pem', cause: text('file_not_found') },
  tls_files_do_not_match: { certificateFile: '/etc/ssl/mail.pem', keyFile: '/etc/ssl/mail.key' },
  parameter_unknown: { name: 'colour', known: ['id', 'level'] },
  parameter_misspelled: { name: 'lvel', suggestion: 'level' },
  parameter_repeated: { name: 'level' },
  parameter_invalid: { name: 'level', value: 'high', hint: text('event_level') },
  streams_exhausted: { maximum: 50 },
  whole_number_in_range: { from: 1, to: 1000 },
};
