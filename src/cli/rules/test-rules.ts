import { testRule, type RuleTest } from '../../rules/test-rule.ts'
import { readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'
import { withServices } from '../with-services.ts'

export const testRules = async (
  ids: readonly string[],
  { json, ...flags }: { readonly json?: true } & Record<string, unknown>,
): Promise<void> => {
  const config = readSettings(flags)
  const tests = await withServices(config, ['reward'], ({ rules, rewardModel }, signal) => {
    const wanted = rules.resolve(ids.length === 0 ? undefined : ids)
    return Promise.all(wanted.map((rule) => testRule(rewardModel, rule, signal)))
  })
  process.stdout.write(json === true ? tests.map(toLines).join('') : describe(tests))
  if (tests.some(({ failures }) => failures.length > 0)) process.exitCode = 1
}

const toLines = ({ rule, examples, failures }: RuleTest): string =>
  examples
    .map((example) => ({ ruleId: rule.id, ...example, passed: !failures.includes(example) }))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')

const describe = (tests: readonly RuleTest[]): string => {
  const rows = tests.map(({ rule, examples, failures, suggested, failuresThen }) => [
    rule.id,
    String(examples.length),
    String(examples.length - failures.length),
    rule.threshold.toFixed(2),
    suggested?.toFixed(2) ?? '-',
    String(examples.length - failuresThen),
  ])
  const head = ['rule', 'examples', 'right', 'threshold', 'suggested', 'right then']
  const failing = tests.flatMap(({ rule, failures }) =>
    failures.map(({ kept, pKept, user, reply }) => {
      const wanted = kept ? 'kept' : 'broken'
      const side = `P(kept) ${pKept.toFixed(2)}, threshold ${rule.threshold.toFixed(2)}`
      return `${rule.id}: ${wanted}, but ${side}\n  user:  ${user}\n  reply: ${reply}\n`
    }),
  )
  const total = tests.reduce((sum, { examples }) => sum + examples.length, 0)
  const summary = `${total - failing.length} of ${total} examples are on the right side.`
  return `${renderTable(head, rows)}\n\n${failing.join('')}${failing.length > 0 ? '\n' : ''}${summary}\n`
}
