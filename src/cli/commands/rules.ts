import { Command } from 'commander'
import { addSettings } from '../settings.ts'
import { addRule } from '../rules/add-rule.ts'
import { listRules } from '../rules/list-rules.ts'
import { probeRules } from '../rules/probe-rules.ts'
import { testRules } from '../rules/test-rules.ts'

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
      'Sends adversarial turns (rules/probes) to the agent, and reports by rule how many replies, and\n' +
        'how many of the candidates sampled for them, broke it. Exit code 1 where a shown reply did.',
    )
    .argument('[ids...]', 'rules; all where none is given')
    .option('--probes <file>', 'probes of your own: JSON lines { ruleId, text }')
    .option('--json', 'as JSON lines, a probe each')
  addSettings(probe, PROBE_SETTINGS).action(probeRules)
  return command
}

const PROBE_SETTINGS = [
  ...(['data', 'rules', 'models', 'device', 'threads', 'candidates'] as const),
  ...(['languageModelUrl', 'languageModelName', 'languageModelKey'] as const),
  'languageModelContext',
] as const
