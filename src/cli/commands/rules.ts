import { Command } from 'commander'
import { join } from 'node:path'
import { readRule } from '../../rules/read-rule-file.ts'
import { openRules } from '../open-rules.ts'
import { countRefusals } from '../rules/count-refusals.ts'
import { judgeRules } from '../rules/judge-rules.ts'
import { probeRules } from '../rules/probe-rules.ts'
import { testRules } from '../rules/test-rules.ts'
import { addSettings, readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'

const listRules = async ({
  json,
  ...flags
}: { readonly json?: true } & Record<string, unknown>): Promise<void> => {
  const book = await openRules(readSettings(flags))
  const rules = book.all()
  const lines = rules.map((rule) => `${JSON.stringify(rule)}\n`)
  const rows = rules.map(({ id, group, action, threshold, examples, text }) => [
    id,
    group,
    action,
    String(threshold),
    String(examples.length),
    text.replaceAll(/\s+/g, ' ').trim(),
  ])
  const head = ['rule', 'group', 'action', 'threshold', 'examples', 'text']
  const sets = book.sets().map((set) => `set ${set.id}: ${set.rules.map(idOf).join(', ')}\n`)
  const about = sets.length === 0 ? '' : `\n${sets.join('')}`
  process.stdout.write(json === true ? lines.join('') : `${renderTable(head, rows)}\n${about}`)
}

const idOf = (rule: string | { readonly id: string }): string =>
  typeof rule === 'string' ? rule : rule.id

/** A running service follows the folder, so that there is nothing to tell it. */
const addRule = async (file: string, flags: Record<string, unknown>): Promise<void> => {
  const config = readSettings(flags)
  const book = await openRules(config)
  const rule = await readRule(file)
  const replaces = book.all().some(({ id }) => id === rule.id)
  await book.put(rule)
  process.stdout.write(
    `${rule.id} is ${replaces ? 'replaced' : 'added'}: ${join(config.rules, `${rule.id}.yaml`)}\n` +
      `Test it with: dunnock rules test ${rule.id}\n`,
  )
}

export const rulesCommand = (): Command => {
  const command = new Command('rules').description('The rules in force: a YAML file each.')
  const list = command
    .command('list')
    .summary('the rules in force')
    .description('Lists the rules in force.')
    .option('--json', 'as JSON lines')
  addSettings(list, ['data', 'rules']).action(listRules)

  const test = command
    .command('test')
    .summary("run rules' examples, which are their tests")
    .description(
      'Runs examples through the reward model, and suggests a threshold from them.\n' +
        'Exit code 1 where one is on the wrong side of its rule’s threshold.',
    )
    .argument('[ids...]', 'rules; all where none is given')
    .option('--json', 'as JSON lines, an example each')
  addSettings(test, ['data', 'rules', 'models', 'device', 'threads']).action(testRules)

  const add = command
    .command('add')
    .summary('put a rule into force')
    .description('Checks a rule file and puts it into force, in a running service too.')
    .argument('<file>', 'a YAML file: id, text, group, action, threshold, examples')
  addSettings(add, ['data', 'rules']).action(addRule)

  const probe = command
    .command('probe')
    .summary('try to make the agent break its rules')
    .description(
      'Attacks each rule: a fixed list, attacks drawn with the seed, and a search for what comes farther.\n' +
        'Reports what broke, with 95 % intervals, corrected for the errors of the judge, beside the same\n' +
        'things asked without attack and harmless twins. Exit code 1 where a shown reply broke a rule.',
    )
    .argument('[ids...]', 'rules; all where none is given')
    .option('--attacks <count>', 'attacks on each rule', '12')
    .option('--seed <number>', 'of the attacks that are not of the fixed list', '1')
    .option(
      '--requests <folder>',
      'what is asked for, a YAML file a rule, in place of the built-in ones',
    )
    .option(
      '--at-once <count>',
      'rules that are probed side by side, their samples in one batch',
      '4',
    )
    .option(
      '--replies <file>',
      'keeps all replies, and takes from it what was asked before: a stopped run goes on',
    )
    .option('--second-judge <url>', 'a served model that must see a break too')
    .option('--rewriter <url>', 'a served model that says attacks in other words')
    .option('--page <file>', 'writes the report with all dialogues as a page')
    .option('--json', 'the report as JSON')
  addSettings(probe, PROBE_SETTINGS).action(probeRules)

  const judge = command
    .command('judge')
    .summary('measure how well broken rules are seen')
    .description(
      'Runs rows that were labelled by hand (rules/labelled) through the reward model, and prints for each\n' +
        'rule how many broken replies it finds and how many kept ones it leaves alone.',
    )
    .argument('[ids...]', 'rules; all where none is given')
    .option(
      '--labelled <folder>',
      'rows of your own: a YAML file a rule, broken and kept: [user, reply]',
    )
    .option('--pairs <folder>', 'more rows: JSON lines { user, reply, kept }, a file a rule')
    .option('--json', 'as JSON lines, a rule each, with the rows that were judged wrongly')
  addSettings(judge, ['data', 'rules', 'models', 'device', 'threads']).action(judgeRules)

  const refusals = command
    .command('refusals')
    .summary('count harmless turns that are refused')
    .description(
      'Asks harmless turns that sound like harm (rules/borderline), and counts those refused for a rule.',
    )
    .option('--turns <file>', 'turns of your own, one a line')
    .option('--json', 'as JSON lines, a turn each')
  addSettings(refusals, PROBE_SETTINGS).action(countRefusals)
  return command
}

const PROBE_SETTINGS = [
  ...(['data', 'rules', 'models', 'device', 'threads', 'candidates'] as const),
  ...(['languageModelUrl', 'languageModelName', 'languageModelKey'] as const),
  'languageModelContext',
] as const
