import { readFileSync } from 'node:fs'
import t from 'tap'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'

void t.test('training measures with the weight of likelihood that the agent ranks with', (t) => {
  const python = readFileSync('training/reward/measure/own_sets.py', 'utf8')
  t.equal(Number(/^LIKELIHOOD = ([\d.]+)/mu.exec(python)?.[1]), DEFAULT_SETTINGS.likelihood)
  t.end()
})
