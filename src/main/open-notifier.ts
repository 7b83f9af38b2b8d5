import type { Configuration } from '../adapters/config/configuration.ts';
import { AlertmanagerClient } from '../adapters/notify/alertmanager/alertmanager-client.ts';
import { ExecNotifier } from '../adapters/notify/hook/exec-notifier.ts';
import { HttpHeartbeat } from '../adapters/notify/http/http-heartbeat.ts';
import { WebhookNotifier } from '../adapters/notify/http/webhook-notifier.ts';
import type { MailText } from '../adapters/notify/mail/mail-message.ts';
import { MailNotifier } from '../adapters/notify/mail/mail-notifier.ts';
import { createLookup } from '../adapters/starttls/create-lookup.ts';
import { runProgram } from '../adapters/system/run-program.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type {
  AlertmanagerSettings,
  ExecSettings,
  HeartbeatSettings,
  MailSettings,
  WebhookSettings,
} from '../domain/alert/notifier-settings.ts';
import { alertHtml } from '../formats/alert-body/alert-html.ts';
import { alertJson } from '../formats/alert-body/alert-json.ts';
import { alertText } from '../formats/alert-body/alert-text.ts';
import { alertmanagerAlerts } from '../formats/alert-body/alertmanager-alert.ts';
import { alertmanagerWebhook } from '../formats/alert-body/alertmanager-webhook.ts';
import { composeAlert } from '../formats/alert-body/compose-alert.ts';
import { isFixed } from '../formats/alert-body/end-reason.ts';
import { hookVariables } from '../formats/alert-body/hook-variables.ts';
import { markAsTest } from '../formats/alert-body/mark-as-test.ts';
import type { Rendering } from '../formats/event/rendering.ts';
import type { AlertmanagerPort, Heartbeat, Notifier } from '../work/ports/outputs.ts';
import type { Clock } from '../work/ports/system.ts';
import { renderingOf } from './rendering-of.ts';
import { trustedRoots } from './trusted-roots.ts';

function mailText(alert: Alert, rendering: Rendering): MailText {
  const composed = composeAlert(alert, rendering);
  const html = alertHtml(composed, { level: alert.level, isFixed: isFixed(alert) });
  return { subject: composed.subject, text: alertText(composed), html };
}

/** Returns a notifier for alerts, as configured. Nothing is opened before the first alert. */
export function openNotifier(
  settings: ExecSettings | WebhookSettings | MailSettings,
  configuration: Configuration,
  clock: Clock,
): Notifier {
  const rendering = renderingOf(configuration, settings.locale);
  switch (settings.type) {
    case 'exec':
      return new ExecNotifier(settings, {
        variables: (alert) => hookVariables(alert, settings.locale),
        body: (alert) => alertJson(alert, rendering),
        environment: process.env,
        runProgram,
      });
    case 'webhook':
      return new WebhookNotifier(settings, {
        clock,
        trustedRoots,
        createLookup,
        body: (alert) =>
          settings.body === 'standard'
            ? alertJson(alert, rendering)
            : alertmanagerWebhook(alert, settings.name, rendering),
      });
    case 'mail':
      return new MailNotifier(settings, {
        trustedRoots,
        createLookup,
        text: (alert) => mailText(alert, rendering),
      });
  }
}

/** Returns a client that sends open conditions to Alertmanager. */
export function openAlertmanager(
  settings: AlertmanagerSettings,
  configuration: Configuration,
  clock: Clock,
  isTest = false,
): AlertmanagerPort {
  const rendering = renderingOf(configuration, settings.locale);
  const computer = configuration.computer.fqdn;
  return new AlertmanagerClient(settings, {
    clock,
    trustedRoots,
    createLookup,
    alerts: (open, cleared, until) => {
      const alerts = alertmanagerAlerts(open, cleared, { computer, until }, rendering);
      return isTest ? alerts.map((alert) => markAsTest(alert, rendering.locale)) : alerts;
    },
  });
}

/** Returns a client that sends heartbeats. */
export function openHeartbeat(settings: HeartbeatSettings, clock: Clock): Heartbeat {
  return new HttpHeartbeat(settings, { clock, trustedRoots, createLookup });
}
