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

/** A condition, open or over, as an alert of Alertmanager's. */
interface ShownAlert {
  readonly conditionId: string;
  readonly alert: AlertmanagerAlert;
  readonly isOver: boolean;
}

const isSame = (one: AlertmanagerAlert['labels'], other: AlertmanagerAlert['labels']): boolean =>
  Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);

/**
 * Under which labels each open condition stands there. To Alertmanager other labels are another alert, as where the severity has
 * changed: the one before is to end then, or both would be active. Not durable: after a restart it ends by itself, because nobody
 * shows it any more.
 */
class ShownLabels {
  readonly #of: Map<string, AlertmanagerAlert['labels']> = new Map();

  /** The ends of what these take the place of. */
  ends(alerts: readonly ShownAlert[], at: Instant): readonly AlertmanagerAlert[] {
    const endsAt = new Date(at).toISOString();
    return alerts.flatMap(({ conditionId, alert }) => {
      const labels = this.#of.get(conditionId);
      if (labels === undefined || isSame(labels, alert.labels)) return [];
      return [{ ...alert, labels, startsAt: new Date(Math.min(Date.parse(alert.startsAt), at)).toISOString(), endsAt }];
    });
  }

  /** That these stand there now, and what is over no more. */
  keep(alerts: readonly ShownAlert[]): void {
    for (const { conditionId, alert, isOver } of alerts) {
      if (isOver) this.#of.delete(conditionId);
      else this.#of.set(conditionId, alert.labels);
    }
  }
}

/** How many alerts one request has; the largest that can be are some MiB then. */
const BATCH = 256;
/** How many times in a row it may not be shown what is open before that counts as over, as Prometheus has it. */
const SHOWINGS_MISSED = 4;

export type AlertmanagerOptions = Omit<
  AlertmanagerSettings,
  'type' | 'match' | 'holdFor' | 'locale' | keyof Unverified
>;

export interface AlertmanagerDependencies extends HttpDependencies {
  /** One for each, in their order, open ones first. @param until what is open counts as open until then, if nothing else is heard */
  alerts(open: readonly Condition[], cleared: readonly EventRecord[], until: Instant): readonly AlertmanagerAlert[];
}

/**
 * Shows one Alertmanager all that is open and what is over, as its API of version 2 has it. Of a cluster each member is shown
 * it, by a notifier of its own.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export class AlertmanagerClient implements AlertmanagerPort {
  readonly name: string;
  readonly #options: AlertmanagerOptions;
  readonly #means: AlertmanagerDependencies;
  readonly #shown: ShownLabels = new ShownLabels();

  constructor(options: AlertmanagerOptions, means: AlertmanagerDependencies) {
    this.name = options.name;
    this.#options = options;
    this.#means = means;
  }

  async show(open: readonly Condition[], cleared: readonly EventRecord[], signal: AbortSignal): Promise<Outcome> {
    const login = await this.#login();
    if ('outcome' in login) return login.outcome;
    const { clock } = this.#means;
    const until = clock.now() + SHOWINGS_MISSED * this.#options.every;
    const deadline = clock.monotonicMs() + this.#options.timeout;
    let refused: Outcome | undefined;
    // Once at least: whether it is there matters also while nothing is open.
    for (let at = 0; ; at += BATCH) {
      const alerts = this.#alerts(open.slice(at, at + BATCH), cleared.slice(at, at + BATCH), until);
      const body = JSON.stringify([...this.#shown.ends(alerts, clock.now()), ...alerts.map(({ alert }) => alert)]);
      // Of several requests the last is to end in time, too.
      const timeout = Math.max(1, Math.round(deadline - clock.monotonicMs()));
      const outcome = await this.#post(body, login, timeout, signal);
      if (outcome.kind === 'delivered') this.#shown.keep(alerts);
      // What it does not take of one batch says nothing of the next; that it is in trouble does.
      if (outcome.kind === 'again') return outcome;
      if (outcome.kind === 'never') refused ??= outcome;
      if (at + BATCH < Math.max(open.length, cleared.length)) continue;
      return refused ?? { ...outcome, detail: `${outcome.detail}; ${open.length} open, ${cleared.length} over` };
    }
  }

  #alerts(open: readonly Condition[], cleared: readonly EventRecord[], until: Instant): readonly ShownAlert[] {
    const alerts = this.#means.alerts(open, cleared, until);
    return [...open, ...cleared].flatMap(({ conditionId = '' }, index) => {
      const alert = alerts[index];
      return alert === undefined ? [] : [{ conditionId, alert, isOver: index >= open.length }];
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
      latest: this.#means.clock.now() + HOUR,
    } as const;
    return httpRequest(order, { ...this.#options, timeout }, this.#means, signal);
  }
}
