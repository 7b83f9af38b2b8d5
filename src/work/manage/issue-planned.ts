import type { Plan } from '../../domain/store-change/plan.ts';
import type { StoreChange } from '../../domain/store-change/store-change.ts';
import type { OrderMeans } from './order-means.ts';

/** A plan that nothing stands against. */
export type Settled = Extract<Plan, { kind: 'issue' | 'request' | 'change' }>;

/** The change that a plan comes to, once what it needs is issued. Nothing is written. @throws {IssueError} */
export async function issuePlanned(
  plan: Settled,
  { issuer, requests }: Pick<OrderMeans, 'issuer' | 'requests'>,
): Promise<StoreChange> {
  switch (plan.kind) {
    case 'issue':
      return { kind: 'install', ...(await issuer.issue(plan.order)), issuers: [], answers: undefined, ...plan.install };
    case 'request':
      return { kind: 'request', ...(await requests.request(plan.order)), ...plan.keep };
    case 'change':
      return plan.change;
  }
}
