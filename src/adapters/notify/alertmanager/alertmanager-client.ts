import type { AlertmanagerSettings, Unverified } from '../../../domain/alert/notifier-settings.ts';
import type { Condition } from '../../../domain/condition/condition.ts';
import type { EventRecord } from '../../../domain/event/event-record.ts';
import { HOUR, type Instant } from '../../../domain/time.ts';
import type { AlertmanagerAlert } from '../../../formats/alert-body/alertmanager-alert.ts';
import type { AlertmanagerPort, Outcome } from '../../../work/ports/outputs.ts';
import { basicLogin } from '../http/basic-login.ts';
import { bearerToken } from '../http/bearer-token.ts';
import { type HttpDependencies, httpRequest } from '../http/http-request.ts';
import { type Login, NO_LOGIN } from '../login.ts';

/** A condition, open or cleared, as an alert for Alertmanager. */
interface ShownAlert {
  readonly conditionId: string;
  readonly alert: AlertmanagerAlert;
  readonly isCleared: boolean;
}

const isSame = (one: AlertmanagerAlert['labels'], other: AlertmanagerAlert['labels']): boolean =>
  Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);

/**
 * The labels with which Alertmanager knows each open condition. Alertmanager treats changed labels,
 * for example another severity, as another alert. The previous alert must then be ended, or both
 * would be active. The labels are not stored. After a restart, an outdated alert expires because it
 * is no longer sent.
 */
class ShownLabels {
  readonly #of: Map<string, AlertmanagerAlert['labels']> = new Map();

  /** Returns the ended versions of alerts whose labels have changed. */
  ends(alerts: readonly ShownAlert[], at: Instant): readonly AlertmanagerAlert[] {
    const endsAt = new Date(at).toISOString();
    return alerts.flatMap(({ conditionId, alert }) => {
      const labels = this.#of.get(conditionId);
      if (labels === undefined || isSame(labels, alert.labels)) return [];
      return [{ ...alert, labels, startsAt: new Date(Math.min(Date.parse(alert.startsAt), at)).toISOString(), endsAt }];
    });
  }

  /** Stores the labels of sent alerts, and deletes those of cleared conditions. */
  keep(alerts: readonly ShownAlert[]): void {
    for (const { conditionId, alert, isCleared } of alerts) {
      if (isCleared) this.#of.delete(conditionId);
      else this.#of.set(conditionId, alert.labels);
    }
  }
}

/** The number of alerts per request. It limits a request to some MiB. */
const BATCH = 256;
/** The number of missed updates after which Alertmanager resolves an alert, as in Prometheus. */
const SHOWINGS_MISSED = 4;

/** The settings that the client uses. */
export type AlertmanagerOptions = Omit<
  AlertmanagerSettings,
  'type' | 'match' | 'holdFor' | 'locale' | keyof Unverified
>;

/** The dependencies of the client. */
export interface AlertmanagerDependencies extends HttpDependencies {
  /**
   * Returns one alert per condition, open ones first, in order.
   * @param until when Alertmanager resolves an open alert that is not sent again
   */
  alerts(open: readonly Condition[], cleared: readonly EventRecord[], until: Instant): readonly AlertmanagerAlert[];
}

/**
 * Sends all open conditions and the cleared ones to one Alertmanager, with version 2 of its API.
 * Each member of a cluster needs its own notifier.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export class AlertmanagerClient implements AlertmanagerPort {
  readonly name: string;
  readonly #options: AlertmanagerOptions;
  readonly #dependencies: AlertmanagerDependencies;
  readonly #shown: ShownLabels = new ShownLabels();

  constructor(options: AlertmanagerOptions, dependencies: AlertmanagerDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#dependencies = dependencies;
  }

  async show(open: readonly Condition[], cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome> {
    const login = await this.#login();
    if ('outcome' in login) return login.outcome;
    const { clock } = this.#dependencies;
    const until = clock.now() + SHOWINGS_MISSED * this.#options.interval;
    const deadline = clock.monotonicMs() + this.#options.timeout;
    let refused: Outcome | undefined;
    // At least one request is sent, to detect an unavailable Alertmanager even if nothing is open.
    for (let at = 0; ; at += BATCH) {
      const alerts = this.#alerts(open.slice(at, at + BATCH), cleared.slice(at, at + BATCH), until);
      const body = JSON.stringify([...this.#shown.ends(alerts, clock.now()), ...alerts.map(({ alert }) => alert)]);
      // The timeout covers all requests together.
      const timeout = Math.max(1, Math.round(deadline - clock.monotonicMs()));
      const outcome = await this.#post(body, login, timeout, signal);
      if (outcome.kind === 'delivered') this.#shown.keep(alerts);
      // A rejected batch does not affect the next one, but a failing server does.
      if (outcome.kind === 'retry') return outcome;
      if (outcome.kind === 'rejected') refused ??= outcome;
      if (at + BATCH < Math.max(open.length, cleared.length)) continue;
      return refused ?? { ...outcome, detail: `${outcome.detail}; ${open.length} open, ${cleared.length} cleared` };
    }
  }

  #alerts(open: readonly Condition[], cleared: readonly EventRecord[], until: Instant): readonly ShownAlert[] {
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
    const order = {
      method: 'POST',
      url: `${this.#options.url.replace(/\/+$/, '')}/api/v2/alerts`,
      headers: { 'content-type': 'application/json', ...login.headers },
      body,
      secrets: login.secrets,
      isUrlSecret: false,
      latest: this.#dependencies.clock.now() + HOUR,
    } as const;
    return httpRequest(order, { ...this.#options, timeout }, this.#dependencies, signal);
  }
}
