import { Command } from 'commander'
import type { Services } from '../../server/setup/services.ts'
import { measure, type Measured } from '../eval/bootstrap.ts'
import { measureRows } from '../eval/measure-rows.ts'
import { addSettings, readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'
import { withServices } from '../with-services.ts'

type Flags = { readonly json?: true } & Record<string, unknown>
type Line = Measured & { readonly set: string; readonly task: string }

export const evalCommand = (): Command => {
  const command = new Command('eval')
    .description(
      'Measures the reward models on labelled rows, with a 95 % interval and what is trivial.\n' +
        'A row is { dialogue, … } and one label; docs/cli.md has them all:\n' +
        '  kind                  fact-based, not-fact-based or both\n' +
        '  chosen, rejected      which of two replies is better (or keeps the rule, with rule)\n' +
        '  reply, rule, kept     whether a reply keeps a rule\n' +
        '  reply, evidence, supported\n' +
        '  reply, innocent       a reply that nothing must block',
    )
    .argument('<file...>', 'files of JSON lines')
    .option('--json', 'as JSON lines')
  return addSettings(command, ['data', 'rules', 'models', 'device', 'threads']).action(evaluate)
}

const evaluate = async (paths: readonly string[], { json, ...flags }: Flags): Promise<void> => {
  const config = readSettings(flags)
  const lines = await withServices(config, ['reward'], (services, signal) =>
    measureAll(services, paths, signal),
  )
  process.stdout.write(
    json === true
      ? lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      : `${toTable(lines)}\n`,
  )
}

const measureAll = async (
  { rules, rewardModel: model }: Services,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly Line[]> => {
  const inForce = rules.all()
  const ruleOf = (id: string) => inForce.find((rule) => rule.id === id) ?? notThere(rules, id)
  const blocking = inForce.filter(({ action }) => action === 'block')
  const marked = await measureRows(paths, { model, ruleOf, blocking, signal })
  return marked.flatMap(({ set, task, marks }) =>
    task.figures.map((figure) => ({ set, task: task.name, ...measure(figure, marks) })),
  )
}

const notThere = (rules: Services['rules'], id: string): never => {
  rules.resolve([id])
  throw new Error('a rule that is in force and is not: this is a bug')
}

const toTable = (lines: readonly Line[]): string => {
  const shown = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '-' : value.toFixed(3)
  const rows = lines.map(({ set, task, n, figure, value, low, high, baseline }) => [
    set,
    task,
    String(n),
    figure,
    shown(value),
    `${shown(low)} to ${shown(high)}`,
    shown(baseline),
  ])
  return renderTable(['set', 'task', 'n', 'figure', 'value', '95 %', 'trivial'], rows)
}
