import t from 'tap'
import { decideSearch } from '../../src/agent/decide-search.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import type { TurnOptions } from '../../src/spec/reply.ts'
import { fakeReader, fakeRewardModel, literalReward } from '../helpers/fakes.ts'

type Case = {
  readonly asks?: number
  readonly factSeeking?: number
  readonly setting?: 'auto' | 'always' | 'never'
  readonly options?: Pick<TurnOptions, 'search' | 'evidence'>
}

const decide = ({ asks = 0.9, factSeeking = 0.9, setting = 'auto', options }: Case) =>
  decideSearch(
    {
      rewardModel: fakeRewardModel(literalReward, factSeeking),
      reader: fakeReader({ asks: () => Promise.resolve(asks) }),
      settings: { ...DEFAULT_SETTINGS, search: setting },
    },
    [{ participant: 'user', text: 'Where?' }],
    options,
  )
const searches = async (one: Case): Promise<boolean> => (await decide(one)).search

void t.test('a turn is searched unless it is plainly talk', async (t) => {
  t.ok(await searches({ asks: 0.2, factSeeking: 0.01 }))
  t.ok(await searches({ asks: 0.01, factSeeking: 0.2 }))
  t.notOk(await searches({ asks: 0.05, factSeeking: 0.05 }))
})

void t.test('the setting always or never is kept whatever the turn asks', async (t) => {
  t.ok(await searches({ asks: 0, factSeeking: 0, setting: 'always' }))
  t.notOk(await searches({ setting: 'never' }))
})

void t.test('what a request says goes over the setting', async (t) => {
  t.ok(await searches({ asks: 0, factSeeking: 0, setting: 'never', options: { search: 'always' } }))
  t.notOk(await searches({ setting: 'always', options: { search: 'never' } }))
  t.ok(await searches({ setting: 'never', options: { search: 'auto' } }))
  t.notOk(
    await searches({ asks: 0, factSeeking: 0, setting: 'always', options: { search: 'auto' } }),
  )
})

void t.test('where evidence is given nothing is searched', async (t) => {
  const evidence = [{ text: 'Here.' }]
  t.notOk(await searches({ options: { evidence } }))
  t.notOk(await searches({ setting: 'always', options: { evidence: [] } }))
})

void t.test('both judgements are told', async (t) => {
  t.match(await decide({ asks: 0.3, factSeeking: 0.6 }), {
    asks: 0.3,
    factSeeking: 0.6,
    kind: 'fact-based',
  })
})
