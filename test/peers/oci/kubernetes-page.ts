import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A manifest of docs/how-to/kubernetes.md, as plain values. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

/** The specification of a Pod; only what tests read. */
export interface Pod {
  readonly securityContext: { readonly runAsUser: number; readonly fsGroup: number };
  readonly containers: readonly {
    readonly volumeMounts: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly readOnly?: boolean;
    }[];
  }[];
  readonly volumes: readonly { readonly name: string; readonly secret?: { readonly defaultMode: number } }[];
}

const PAGE = join(resolve(import.meta.dirname, '../../..'), 'docs/how-to/kubernetes.md');

/**
 * Returns the manifests of the page about Kubernetes, in its order.
 * @throws the first error of the YAML parser
 */
export function kubernetesManifests(): readonly Manifest[] {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  return blocks.flatMap((text) =>
    parseAllDocuments(text, { strict: true }).map((document) => {
      const [error] = document.errors ?? [];
      if (error !== undefined) throw error;
      return document.toJS() as Manifest;
    }),
  );
}

/** Returns the Pod of the Deployment among manifests. */
export function podOf(manifests: readonly Manifest[]): Pod {
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
  const [pod] = deployments.map(({ spec }) => (spec as { readonly template: { readonly spec: Pod } }).template.spec);
  if (pod === undefined) throw new Error('the page has no Deployment');
  return pod;
}
