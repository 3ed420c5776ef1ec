import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as render } from '@evertdespiegeleer/go-template';
import { Ajv } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';

export const CHART = join(import.meta.dirname, '../../deploy/helm/engage-handover');

export type Values = Record<string, unknown>;

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- kinds differ too much for one type: what a test reads, it checks
  readonly spec: any;
}

const read = (file: string): string => readFileSync(join(CHART, file), 'utf8');
export const chart = parse(read('Chart.yaml')) as { name: string; version: string; appVersion: string };
export const defaults = (): Values => parse(read('values.yaml')) as Values;

/** Errors of the values by `values.schema.json`; Helm checks the same before it renders. */
export function faultsOf(values: Values): string[] {
  const check = new Ajv({ strict: false }).compile(JSON.parse(read('values.schema.json')) as object);
  check(values);
  return (check.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

/**
 * The resources of the chart, rendered by Go's template engine. It lacks Helm's functions: `include … | nindent N`, `toJson PATH` and
 * `.Files.Get … | indent N` are replaced here; a template that uses another function fails.
 */
export async function renderChart(values: Values): Promise<Resource[]> {
  const scope = {
    Values: withJson(values),
    Release: { Name: 'handover', Service: 'Helm' },
    Chart: { Name: chart.name, Version: chart.version, AppVersion: chart.appVersion },
  };
  const helpers = withoutHelm(read('templates/_helpers.tpl'), values);
  const resources: Resource[] = [];
  for (const file of readdirSync(join(CHART, 'templates')).filter((name) => name.endsWith('.yaml'))) {
    const text = await render(`${helpers}${withoutHelm(read(`templates/${file}`), values)}`, scope);
    const documents = parseAllDocuments(withFiles(indented(text)), { uniqueKeys: true });
    for (const document of documents) {
      if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join('; ')}\n${text}`);
      if (document.contents) resources.push(document.toJS() as Resource);
    }
  }
  return resources;
}

/**
 * Marks the parts that `nindent` and `indent` indent, because Go's engine cannot pipe a template, and would render the
 * content of a file.
 */
function withoutHelm(template: string, values: Values): string {
  return template
    .replaceAll(/\{\{-? include "([^"]+)" (\$|\.) \| nindent (\d+) \}\}/g, '<<$3{{ template "$1" $2 }}>>')
    .replaceAll(/\{\{ \.Files\.Get "([^"]+)" \| indent (\d+) \}\}/g, '%%$2 $1%%')
    .replaceAll(/\{\{ include "([^"]+)" (\$|\.) \}\}/g, '{{ template "$1" $2 }}')
    .replaceAll(/\{\{ toJson \$?\.Values\.([\w.]+) \}\}/g, (_, path: string) => JSON.stringify(at(values, path)))
    .replaceAll(/\{\{ toJson \$process\.resources \}\}/g, '{{ $process.resourcesAsJson }}');
}

/** The engine has no `toJson`: values that a loop writes as JSON are prepared. */
function withJson(values: Values): Values {
  const copy = structuredClone(values);
  for (const each of Object.values(copy['processes'] as Record<string, Values>)) {
    each['resourcesAsJson'] = JSON.stringify(each['resources']);
  }
  return copy;
}

function at(values: Values, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Values)[key], values);
}

function indented(text: string): string {
  return text.replaceAll(/[ \t]*<<(\d+)([^]*?)>>/g, (_, width: string, block: string) =>
    indent(block, Number(width)).trimEnd(),
  );
}

function withFiles(text: string): string {
  return text.replaceAll(/%%(\d+) (\S+)%%/g, (_, width: string, file: string) => indent(read(file), Number(width)));
}

function indent(text: string, width: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(width));
}
