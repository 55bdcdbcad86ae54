/** The Grafana dashboard and the Prometheus rules use only metrics, labels and values that exist. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { hopConditions } from '../../src/act/deliver/hop-states.ts';
import { createMetrics } from '../../src/log/metrics.ts';
import { messageStates } from '../../src/store/states.ts';

const folder = join(import.meta.dirname, '../../config/monitoring');
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: { summary: string };
    }[];
  }[];
}
interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { expr: string; legendFormat: string }[];
  }[];
}

const rules = (parse(text('prometheus-rules.yaml')) as Rules).groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(text('grafana-dashboard.json')) as Dashboard;
const targets = panels.flatMap(({ title, targets: all }) => all.map((target) => ({ title, ...target })));

/** Metric names with the label names of their series. */
const known = new Map<string, readonly string[]>();
beforeAll(async () => {
  const { registry } = createMetrics();
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    const { labelNames = [] } = registry.getSingleMetric(name) as unknown as { labelNames?: readonly string[] };
    if (String(type) !== 'histogram') known.set(name, labelNames);
    else for (const part of ['_bucket', '_sum', '_count']) known.set(name + part, [...labelNames, 'le']);
  }
});

const metricsIn = (expr: string): string[] => expr.match(/\b(?:hallpass|process|nodejs)_\w+/g) ?? [];
const each = [
  ...rules.map(({ alert, expr, annotations }) => [alert, expr, annotations.summary] as const),
  ...targets.map(({ title, expr, legendFormat }) => [title, expr, legendFormat] as const),
];

describe.each(each)('%s', (_title, expr, shown) => {
  it('uses metrics that exist', () => {
    const names = metricsIn(expr);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('uses labels and values that exist', () => {
    const labels = metricsIn(expr).flatMap((name) => known.get(name) ?? []);
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
    const selected = [...expr.matchAll(/[{,]\s*(\w+)\s*(?:=~|!~|!=|=)"([^"]*)"/g)];
    const wrong = [...grouped, ...selected.map(([, label = '']) => label)].filter((label) => !labels.includes(label));
    expect(wrong).toEqual([]);
    const values: Readonly<Record<string, readonly string[]>> = {
      state: messageStates,
      condition: hopConditions,
      result: ['delivered', 'deferred', 'failed'],
      stage: ['store', 'read', 'scan', 'decide', 'deliver'],
    };
    for (const [, label = '', value = ''] of selected)
      expect(values[label]).toEqual(expect.arrayContaining(value.split('|')));
    const named = [...shown.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label]) => label);
    const left = grouped.length > 0 ? grouped : [...labels, 'instance', 'job'];
    expect(named.filter((label) => !left.includes(label!))).toEqual([]);
  });
});

it('shows every metric of Hallpass on the dashboard', () => {
  const shown = new Set(targets.flatMap(({ expr }) => metricsIn(expr)).map((name) => name.replace(/_bucket$/, '')));
  const own = [...known.keys()].map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
  expect(own.filter((name) => name.startsWith('hallpass_') && !shown.has(name))).toEqual([]);
});
