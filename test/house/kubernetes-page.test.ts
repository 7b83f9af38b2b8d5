import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { kubernetesManifests, podOf } from '../peers/oci/kubernetes-page.ts';

const repository = resolve(import.meta.dirname, '../..');

/**
 * The fields of the manifests, as Kubernetes spells them; a list has its item as `[]`. A misspelled field
 * would be ignored or rejected by the API server, which no test has.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
const FIELDS: ReadonlySet<string> = new Set(
  `apiVersion kind metadata metadata.name metadata.namespace data data.mailcertd.yaml spec
  spec.accessModes spec.accessModes[] spec.resources spec.resources.requests spec.resources.requests.storage
  spec.replicas spec.strategy spec.strategy.type spec.selector spec.selector.matchLabels spec.selector.matchLabels.app
  spec.template spec.template.metadata spec.template.metadata.labels spec.template.metadata.labels.app spec.template.spec
  ${[
    'automountServiceAccountToken securityContext securityContext.runAsNonRoot securityContext.runAsUser',
    'securityContext.runAsGroup securityContext.fsGroup securityContext.seccompProfile securityContext.seccompProfile.type',
    'containers containers[] volumes volumes[] volumes[].name volumes[].configMap volumes[].configMap.name',
    'volumes[].secret volumes[].secret.secretName volumes[].secret.defaultMode',
    'volumes[].persistentVolumeClaim volumes[].persistentVolumeClaim.claimName',
    ...[
      'name image securityContext securityContext.allowPrivilegeEscalation securityContext.readOnlyRootFilesystem',
      'securityContext.capabilities securityContext.capabilities.drop securityContext.capabilities.drop[]',
      'resources resources.requests resources.requests.cpu resources.requests.memory resources.limits resources.limits.memory',
      'volumeMounts volumeMounts[] volumeMounts[].name volumeMounts[].mountPath volumeMounts[].readOnly',
      ...['startupProbe', 'livenessProbe'].map((probe) =>
        ['', '.exec', '.exec.command', '.exec.command[]', '.periodSeconds', '.timeoutSeconds', '.failureThreshold']
          .map((field) => `${probe}${field}`)
          .join(' '),
      ),
    ].flatMap((line) => line.split(' ').map((field) => `containers[].${field}`)),
  ]
    .flatMap((line) => line.split(' ').map((field) => `spec.template.spec.${field}`))
    .join(' ')}`.split(/\s+/),
);

/** Returns the paths of all fields of a value. */
function fieldsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => [`${path}[]`, ...fieldsOf(item, `${path}[]`)]);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const child = path === '' ? name : `${path}.${name}`;
    return [child, ...fieldsOf(field, child)];
  });
}

test('the manifests of the page about Kubernetes are valid YAML and have only fields of Kubernetes', () => {
  const manifests = kubernetesManifests();
  expect(manifests.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
    'v1 ConfigMap',
    'v1 PersistentVolumeClaim',
    'apps/v1 Deployment',
  ]);
  expect(manifests.flatMap((manifest) => fieldsOf(manifest)).filter((field) => !FIELDS.has(field))).toEqual([]);
});

test('the Deployment of the page runs the account of the Containerfile, and mounts only volumes that it defines', () => {
  const { securityContext, containers, volumes } = podOf(kubernetesManifests());
  const [user, group] = [securityContext.runAsUser, securityContext.fsGroup];
  expect(readFileSync(join(repository, 'config/oci/Containerfile'), 'utf8')).toContain(`USER ${user}:${group}`);
  const names = containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
  expect(names.sort()).toEqual(volumes.map(({ name }) => name).sort());
});
