import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RULES } from '../signals/alerts.js';
import { chart, defaults, faultsOf, renderChart, type Resource, type Values } from './render-chart.js';

const ROOT = join(import.meta.dirname, '../..');

interface Model {
  validate(): void;
}

function values(change: Values = {}): Values {
  const given = { publicUrl: 'https://handover.example.com', existingSecret: 'handover' };
  const migration = { ...(defaults()['migration'] as Values), existingSecret: 'handover-owner' };
  return { ...defaults(), ...given, migration, ...change };
}

/** Checks a resource with the JSON schema of the Kubernetes API. */
async function validate(resource: Resource): Promise<void> {
  const models = (await import(
    /* @vite-ignore */ `kubernetes-models/${resource.apiVersion}/${resource.kind}`
  )) as Record<string, new (given: Resource) => Model>;
  const Kind = models[resource.kind];
  if (!Kind) throw new Error(`Kubernetes has no ${resource.apiVersion} ${resource.kind}.`);
  new Kind(resource).validate();
}

const find = (resources: readonly Resource[], kind: string, name: string): Resource => {
  const found = resources.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};

const ON = { enabled: true, interval: '30s' };

/** Values that change one of the objects of the Prometheus operator, with a label for all of them. */
const metrics = (change: Values): Values => ({
  metrics: { ...(defaults()['metrics'] as Values), labels: { release: 'prometheus' }, ...change },
});

const podOf = (workload: Resource): unknown => workload.spec.template.metadata.labels;

const environmentOf = (workload: Resource): string[] =>
  (workload.spec.template.spec.containers[0].env as { name: string }[]).map(({ name }) => name);

describe('the Helm chart', () => {
  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(chart).toMatchObject({ version, appVersion: version });
  });

  it('renders resources that the Kubernetes API accepts', async () => {
    const ingress = {
      enabled: true,
      className: 'nginx',
      host: 'handover.example.com',
      tlsSecret: 'tls',
      annotations: {},
    };
    const resources = await renderChart(values({ ingress }));
    for (const resource of resources) await validate(resource);
    expect(resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'Deployment handover-api',
      'Deployment handover-worker',
      'HorizontalPodAutoscaler handover-api',
      'Ingress handover',
      'Job handover-migration',
      'NetworkPolicy handover',
      'PodDisruptionBudget handover-api',
      'PodDisruptionBudget handover-worker',
      'Service handover',
    ]);
  });

  it('is tested by a check that finds a wrong resource', async () => {
    const wrong = find(await renderChart(values()), 'Deployment', 'handover-api');
    wrong.spec.template.spec.containers[0].ports[0].containerPort = 'http';
    await expect(validate(wrong)).rejects.toThrow('containerPort');
  });

  it("gives the owner's address only to the migration", async () => {
    const resources = await renderChart(values());
    const migration = find(resources, 'Job', 'handover-migration');
    expect(environmentOf(migration)).toContain('MIGRATION_DATABASE_URL');
    expect(migration.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    for (const name of ['handover-api', 'handover-worker']) {
      expect(environmentOf(find(resources, 'Deployment', name))).not.toContain('MIGRATION_DATABASE_URL');
    }
  });

  it('runs every container without rights, with memory limits, and with secrets by reference', async () => {
    const workloads = (await renderChart(values())).filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
    expect(workloads).toHaveLength(3);
    for (const { spec } of workloads) {
      const pod = spec.template.spec;
      const [container] = pod.containers;
      expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.limits.memory).toMatch(/^\d+Mi$/);
      expect(container.image).toBe(`engage-handover:${chart.appVersion}`);
      const secrets = container.env.filter(({ name }: { name: string }) => /_URL$|_KEYS?$|TOKEN/.test(name));
      for (const { name, valueFrom } of secrets)
        if (name !== 'PUBLIC_URL') expect(valueFrom.secretKeyRef.key).toBe(name);
    }
  });

  it('probes existing routes, and lets only api processes receive calls', async () => {
    const resources = await renderChart(values());
    const [container] = find(resources, 'Deployment', 'handover-worker').spec.template.spec.containers;
    expect(container.livenessProbe.httpGet.path).toBe('/health/live');
    expect(container.readinessProbe.httpGet.path).toBe('/health/ready');
    expect(find(resources, 'Service', 'handover').spec.selector['app.kubernetes.io/component']).toBe('api');
  });

  it('gives a process enough time to stop before it is killed', async () => {
    const { spec } = find(await renderChart(values()), 'Deployment', 'handover-api').spec.template;
    const preStop = /setTimeout\(\(\) => \{\}, (\d+)\)/.exec(spec.containers[0].lifecycle.preStop.exec.command[2]);
    const promisedMs = 10_000;
    expect(Number(preStop?.[1]) + promisedMs).toBeLessThan(spec.terminationGracePeriodSeconds * 1_000);
  });

  it('leaves the number of replicas to the autoscaler if there is one', async () => {
    const resources = await renderChart(values());
    expect(find(resources, 'Deployment', 'handover-api').spec.replicas).toBeUndefined();
    expect(find(resources, 'Deployment', 'handover-worker').spec.replicas).toBe(2);
  });

  it('installs no object of the Prometheus operator by default', async () => {
    const versions = (await renderChart(values())).map(({ apiVersion }) => apiVersion);
    expect(versions).not.toContain('monitoring.coreos.com/v1');
  });

  it('lets Prometheus read the metrics of every process by a PodMonitor', async () => {
    const resources = await renderChart(values(metrics({ podMonitor: { enabled: true, interval: '15s' } })));
    const monitor = find(resources, 'PodMonitor', 'handover');
    expect(monitor.metadata.labels).toMatchObject({ release: 'prometheus', 'app.kubernetes.io/instance': 'handover' });
    expect(monitor.spec.podMetricsEndpoints).toEqual([{ port: 'http', path: '/metrics', interval: '15s' }]);
    for (const name of ['handover-api', 'handover-worker'])
      expect(podOf(find(resources, 'Deployment', name))).toMatchObject(monitor.spec.selector.matchLabels);
  });

  it('lets Prometheus read the metrics of every process by a ServiceMonitor', async () => {
    const resources = await renderChart(values(metrics({ serviceMonitor: { enabled: true, interval: '15s' } })));
    const service = find(resources, 'Service', 'handover-metrics');
    await validate(service);
    const monitor = find(resources, 'ServiceMonitor', 'handover');
    expect(monitor.spec.endpoints).toEqual([{ port: 'http', path: '/metrics', interval: '15s' }]);
    expect(service.metadata.labels).toMatchObject(monitor.spec.selector.matchLabels);
    expect(find(resources, 'Service', 'handover').metadata.labels).not.toMatchObject(monitor.spec.selector.matchLabels);
    for (const name of ['handover-api', 'handover-worker'])
      expect(podOf(find(resources, 'Deployment', name))).toMatchObject(service.spec.selector);
  });

  it('installs the alerts of files/rules.yml as a PrometheusRule', async () => {
    const resources = await renderChart(values(metrics({ rules: { enabled: true } })));
    const rule = find(resources, 'PrometheusRule', 'handover');
    expect(rule.metadata.labels).toMatchObject({ release: 'prometheus' });
    expect(rule.spec).toEqual(parse(readFileSync(RULES, 'utf8')));
  });

  it('allows outgoing calls only to PostgreSQL, DNS and HTTPS', async () => {
    const { spec } = find(await renderChart(values()), 'NetworkPolicy', 'handover');
    expect(spec.egress[0].ports.map(({ port }: { port: number }) => port)).toEqual([53, 53, 5432, 443]);
  });

  it.each<[string, Values]>([
    ['/publicUrl', { publicUrl: 'http://handover.example.com' }],
    ['/existingSecret', { existingSecret: '' }],
    ['/migration/existingSecret', { migration: { existingSecret: '' } }],
    ['/settings', { settings: { ADMIN_API_KEY: 'in-plain-sight' } }],
    ['/settings/LOG_LEVEL', { settings: { LOG_LEVEL: 3 } }],
    ['/ingress/host', { ingress: { enabled: true, host: '' } }],
    ['/metrics/rules', metrics({ rules: { enable: true } })],
    ['/metrics/podMonitor/interval', metrics({ podMonitor: { enabled: true, interval: '30' } })],
    ['/metrics', metrics({ podMonitor: ON, serviceMonitor: ON })],
  ])('rejects a wrong %s before it renders', (pointer, change) => {
    expect(faultsOf(values())).toEqual([]);
    expect(faultsOf(values(change)).some((fault) => fault.startsWith(`${pointer} `))).toBe(true);
  });
});
