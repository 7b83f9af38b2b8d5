import type { AlertmanagerSettings, UnverifiedConsent } from '../../../domain/alert/notifier-settings.ts';
import type { Condition } from '../../../domain/condition/condition.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { ATTEMPT_FAILURES } from '../../../domain/failure/attempt-failures.ts';
import { HOUR, type Instant } from '../../../domain/time.ts';
import type { AlertmanagerAlert } from '../../../formats/alert-body/alertmanager-alert.ts';
import type { AlertmanagerPort, Outcome } from '../../../work/ports/outputs.ts';
import { basicLogin } from '../http/basic-login.ts';
import { bearerToken } from '../http/bearer-token.ts';
import { type HttpDependencies, httpRequest } from '../http/http-request.ts';
import { type Login, NO_LOGIN } from '../login.ts';

/** The alert that is sent for an open or cleared condition. */
interface SentAlert {
  readonly conditionId: string;
  readonly alert: AlertmanagerAlert;
  readonly isCleared: boolean;
}

const haveSameLabels = (left: AlertmanagerAlert['labels'], right: AlertmanagerAlert['labels']): boolean =>
  Object.keys({ ...left, ...right }).every((name) => left[name] === right[name]);

/**
 * The labels that were last sent for each open condition. Alertmanager treats an alert with changed
 * labels, for example another severity, as another alert. The alert with the previous labels must
 * then be resolved, or both would be active. The labels are not stored: after a restart,
 * Alertmanager resolves an outdated alert because it is no longer sent.
 */
class SentLabels {
  readonly #byConditionId: Map<string, AlertmanagerAlert['labels']> = new Map();

  /**
   * Returns a resolved alert for each alert whose labels have changed: the previous labels, and
   * `at` as the end.
   */
  resolvedAlerts(alerts: readonly SentAlert[], at: Instant): readonly AlertmanagerAlert[] {
    const endsAt = new Date(at).toISOString();
    return alerts.flatMap(({ conditionId, alert }) => {
      const labels = this.#byConditionId.get(conditionId);
      if (labels === undefined || haveSameLabels(labels, alert.labels)) return [];
      // Alertmanager rejects an alert that starts after its end.
      const startsAt = new Date(Math.min(Date.parse(alert.startsAt), at)).toISOString();
      return [{ ...alert, labels, startsAt, endsAt }];
    });
  }

  /** Remembers the labels of delivered alerts, and forgets the labels of cleared conditions. */
  remember(alerts: readonly SentAlert[]): void {
    for (const { conditionId, alert, isCleared } of alerts) {
      if (isCleared) this.#byConditionId.delete(conditionId);
      else this.#byConditionId.set(conditionId, alert.labels);
    }
  }
}

/** The number of alerts per request. It limits a request to some MiB. */
const ALERTS_PER_REQUEST = 256;
/** The number of missed updates after which Alertmanager resolves an alert, as in Prometheus. */
const MAX_MISSED_UPDATES = 4;

/** The settings that the client uses. */
export type AlertmanagerOptions = Omit<
  AlertmanagerSettings,
  'type' | 'match' | 'holdFor' | 'locale' | keyof UnverifiedConsent
>;

/** The dependencies of the client. */
export interface AlertmanagerDependencies extends HttpDependencies {
  /**
   * Returns one alert per open condition, then one per cleared record, in the given order.
   * @param until when Alertmanager resolves an open alert that is not sent again
   */
  alerts(open: readonly Condition[], cleared: readonly EventRecord[], until: Instant): readonly AlertmanagerAlert[];
}

/**
 * Sends the open conditions and the cleared conditions to one Alertmanager, with version 2 of its
 * API. Each member of a cluster needs its own notifier.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export class AlertmanagerClient implements AlertmanagerPort {
  readonly name: string;
  readonly #options: AlertmanagerOptions;
  readonly #dependencies: AlertmanagerDependencies;
  readonly #sentLabels: SentLabels = new SentLabels();

  constructor(options: AlertmanagerOptions, dependencies: AlertmanagerDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#dependencies = dependencies;
  }

  /**
   * Sends all conditions, in several requests if there are many. The first outcome `retry` ends the
   * attempt and is returned; otherwise the first rejection, if any. The promise never rejects.
   */
  async send(open: readonly Condition[], cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome> {
    const login = await this.#login();
    if ('outcome' in login) return login.outcome;
    const { clock } = this.#dependencies;
    const until = clock.now() + MAX_MISSED_UPDATES * this.#options.interval;
    const deadline = clock.monotonicMs() + this.#options.timeout;
    let firstRejection: Outcome | undefined;
    let last: Outcome | undefined;
    let offset = 0;
    // At least one request is sent, to detect an unavailable Alertmanager even if nothing is open.
    do {
      const alerts = this.#alerts(
        open.slice(offset, offset + ALERTS_PER_REQUEST),
        cleared.slice(offset, offset + ALERTS_PER_REQUEST),
        until,
      );
      const body = JSON.stringify([
        ...this.#sentLabels.resolvedAlerts(alerts, clock.now()),
        ...alerts.map(({ alert }) => alert),
      ]);
      // The timeout covers all requests together.
      const timeout = Math.max(1, Math.round(deadline - clock.monotonicMs()));
      const outcome = await this.#post(body, login, timeout, signal);
      if (outcome.kind === 'delivered') this.#sentLabels.remember(alerts);
      // A failing server would also fail the next request. A rejection is about this request only.
      if (outcome.kind === 'retry') return outcome;
      if (outcome.kind === 'rejected') firstRejection ??= outcome;
      last = outcome;
      offset += ALERTS_PER_REQUEST;
    } while (offset < Math.max(open.length, cleared.length));
    if (firstRejection !== undefined) return firstRejection;
    const result = last?.failure ?? '';
    const sent = ATTEMPT_FAILURES.conditions_sent({ result, open: open.length, cleared: cleared.length });
    return { kind: 'delivered', failure: sent };
  }

  /** Returns the alert of each condition, with the ID of the condition. */
  #alerts(open: readonly Condition[], cleared: readonly EventRecord[], until: Instant): readonly SentAlert[] {
    const alerts = this.#dependencies.alerts(open, cleared, until);
    return [...open, ...cleared].flatMap(({ conditionId = '' }, index) => {
      const alert = alerts[index];
      return alert === undefined ? [] : [{ conditionId, alert, isCleared: index >= open.length }];
    });
  }

  async #login(): Promise<Login | { readonly outcome: Outcome }> {
    const { user, passwordFile, tokenFile } = this.#options;
    if (tokenFile !== undefined) return bearerToken(tokenFile);
    if (user !== undefined && passwordFile !== undefined) return basicLogin(user, passwordFile);
    return NO_LOGIN;
  }

  #post(body: string, login: Login, timeout: number, signal: AbortSignal): Promise<Outcome> {
    const request = {
      method: 'POST',
      url: `${this.#options.url.replace(/\/+$/, '')}/api/v2/alerts`,
      headers: { 'content-type': 'application/json', ...login.headers },
      body,
      secrets: login.secrets,
      isUrlSecret: false,
      retryAfterLimit: this.#dependencies.clock.now() + HOUR,
    } as const;
    return httpRequest(request, { ...this.#options, timeout }, this.#dependencies, signal);
  }
}
