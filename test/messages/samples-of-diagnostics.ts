import { type SamplesByCode, text } from './sample.ts';

const CACHE = { path: '/var/lib/mailcertd/reader-cache.db' };
const NOTIFIER = { name: 'ops' };

/** Samples for the messages of the daemon's own log. */
export const SAMPLES_OF_DIAGNOSTICS: SamplesByCode = {
  http_file_unusable: { cause: text('file_access_denied') },
  access_token_unusable: { cause: text('file_access_denied') },
  tls_file_unusable: { cause: text('file_access_denied') },
  request_failed: { cause: 'EPIPE: broken pipe' },
  http_request_failed: { cause: 'EPIPE: broken pipe' },
  monitoring: { connectors: 5, stores: 3, fqdn: 'mail01.contoso.com' },
  configuration_issue: { cause: text('help_link_invalid') },
  configuration_not_reloaded: { cause: text('not_enough_memory') },
  configuration_not_reloaded_yet: { cause: text('too_many_open_files') },
  activity_retried: {
    activity: text('sending_alerts'),
    cause: text('event_log_not_written'),
    seconds: 1,
    assurance: text('nothing_is_lost'),
  },
  reload_step: { activity: text('loading_notifiers') },
  writing_events: { output: '/var/log/mailcertd/events.json' },
  selecting_records: NOTIFIER,
  sending_alerts: NOTIFIER,
  sending_conditions: { name: 'alertmanager' },
  stop_step_failed: { activity: text('writing_stop'), cause: text('event_log_not_written') },
  activity_state: { activity: text('heartbeat'), message: text('heartbeat_withheld') },
  heartbeat: { name: 'deadman' },
  sending_failed: { cause: 'HTTP 503', reason: 'server_error', next: text('retrying') },
  alert_not_sent: { ...NOTIFIER, cause: "cannot read 'x'" },
  scan_failed_for_now: { cause: text('event_log_not_written') },
  schedule_ended: { cause: 'no such time zone' },
  probe_crashed: { url: 'smtp://192.0.2.25:25', cause: "cannot read 'x'" },
  rotations_not_read: { cause: text('event_log_not_read') },
  probe_requests_not_read: { cause: text('event_log_not_read') },
  event_log_only_open: { cause: text('event_log_not_rewritten') },
  event_log_was_damaged: {
    cause: text('event_log_damage'),
    location: '/var/lib/mailcertd/ledger.db.damaged-20261123T231500Z',
  },
  accepted_file_not_stored: { cause: 'ENOSPC: no space left on device' },
  service_manager_not_notified: { assignments: 'READY=1', cause: 'connect ENOENT' },
  certificate_cache_not_saved: { cause: 'ENOSPC: no space left on device' },
  certificate_cache_disabled: { problem: text('certificate_cache_not_written'), cause: 'database or disk is full' },
  certificate_cache_not_opened: CACHE,
  certificate_cache_not_read: CACHE,
  certificate_cache_not_written: CACHE,
  certificate_cache_not_tidied: CACHE,
  directories_not_watched: { store: 'letsencrypt', limit: text('watches_exhausted') },
  watches_exhausted: { code: 'ENOSPC' },
  too_many_watched_directories: { maximum: 4096 },
};
