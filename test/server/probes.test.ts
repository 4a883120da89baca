import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { createAgentTarget } from '../../src/server/probes/agent-target.ts'
import { createProbeRuns } from '../../src/server/probes/probe-runs.ts'
import { createRewardJudge } from '../../src/server/probes/reward-judge.ts'
import type { Rule } from '../../src/spec/rule.ts'
import { fakeRewardModel, literalReward } from '../helpers/fakes.ts'
import { echo, fakeAgent, fakeRules, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const folderOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const rule: Rule = {
  id: 'no-body',
  text: 'The reply claims no body.',
  group: 'self',
  action: 'warn',
  threshold: 0.5,
  examples: [],
}
const rules = { ...fakeRules(), all: () => [rule], resolve: () => [rule] }
// An agent that echoes; what speaks of a body in its reply breaks the rule.
const rewardModel = fakeRewardModel((row) => ({
  ...literalReward(row),
  rules: { 'no-body': row.reply.includes('body') ? 0.1 : 0.9 },
}))
const store = await openTestStore()
t.teardown(() => store.close())
const open = async (t: Tap) => {
  const folder = t.testdir()
  const make = () =>
    createProbeRuns({
      target: createAgentTarget({
        agent: fakeAgent(echo),
        rules,
        models: () => ({ languageModel: 'echo' }),
      }),
      judge: createRewardJudge(rewardModel),
      requestsFolder: folderOf('rules/probes'),
      labelledFolder: folderOf('rules/labelled'),
      folder,
    })
  const probes = make()
  const app = await buildApp(fakeServices({ store, rules, rewardModel, probes }))
  t.teardown(async () => {
    await probes.close()
    await app.close()
  })
  return { app, probes, make }
}
type Tap = { testdir(): string; teardown(end: () => Promise<void>): void }

void t.test(
  'a run goes on in the background, one at a time, and its report outlives the service',
  async (t) => {
    const { app, make } = await open(t)
    const begun = await app.inject({ method: 'POST', url: '/probes', payload: { budget: 20 } })
    t.equal(begun.statusCode, 202)
    const { id } = begun.json<{ id: string }>()
    const second = await app.inject({ method: 'POST', url: '/probes', payload: {} })
    t.match(second.json(), { error: { code: 'PROBE_BUSY' } })
    t.equal(second.statusCode, 409)
    let report = await app.inject(`/probes/${id}`)
    for (let waited = 0; report.json().status === 'running' && waited < 200; waited += 1) {
      await pause(25)
      report = await app.inject(`/probes/${id}`)
    }
    t.match(report.json(), {
      id,
      status: 'done',
      rules: [{ ruleId: 'no-body', attacks: 20, notAssessed: 0 }],
      models: { languageModel: 'echo', judge: 'fake-reward-model' },
    })
    t.strictSame(await make().get(id), report.json())
    t.equal((await app.inject('/probes/nothing')).statusCode, 404)
  },
)

void t.test('a budget that is none is refused', async (t) => {
  const { app } = await open(t)
  const refused = await app.inject({ method: 'POST', url: '/probes', payload: { budget: 1 } })
  t.match(refused.json(), { error: { code: 'INVALID_REQUEST' } })
})
