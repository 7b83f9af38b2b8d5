import type { Instant } from '../../../domain/time.ts';
import type { AlertmanagerAlert } from '../../../formats/alert-body/alertmanager-alert.ts';

/** A condition, open or over, as an alert of Alertmanager's. */
export interface ShownAlert {
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
export class ShownLabels {
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
