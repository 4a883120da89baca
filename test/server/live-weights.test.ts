import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { makeWeights } from '../../src/cli/learn/make-weights.ts'
import { compose } from '../../src/server/setup/compose.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import { openWeightsFolder } from '../../src/server/weights/weights-folder.ts'
import { standIn } from '../helpers/openai-stand-in.ts'

const base = fileURLToPath(new URL('../../models', import.meta.url))

void t.test('other weights are in force without a restart, and the old ones again', async (t) => {
  const server = await standIn()
  const data = join(t.testdir(), 'data')
  const heard: string[] = []
  const hear = (...said: readonly unknown[]): void => void heard.push(String(said.at(-1)))
  const settings = {
    data,
    wikipedia: 'off',
    device: 'cpu',
    threads: 1,
    languageModelUrl: server.url,
  }
  const services = await compose(
    readConfig({}, settings),
    { info: hear, warn: hear, error: hear },
    { only: ['language-model', 'reward', 'reader'] },
  )
  t.teardown(() => services.close().then(() => server.close()))
  await services.whenReady()
  const rewardId = () => services.health().models.find(({ kind }) => kind === 'reward')?.id
  const until = async (isThere: () => boolean): Promise<void> => {
    for (let waited = 0; !isThere() && waited < 1_200; waited += 1) await pause(100)
  }
  const rows = ['At nine.', 'It opens at nine, on every day of the week but Sunday.'].map(
    (reply) => ({
      dialogue: [{ participant: 'user' as const, text: 'When does it open?' }],
      reply,
      evidence: [],
    }),
  )
  const preferShort = async (): Promise<number> => {
    const [short, long] = await services.rewardModel.score(rows, [])
    return (short?.preference ?? NaN) - (long?.preference ?? NaN)
  }
  const old = rewardId()
  const before = await preferShort()

  const weights = openWeightsFolder(data)
  const gate = { passed: true, figures: [] }
  const made = { base, size: 'small', taste: { length: -5 }, gate, report: {} } as const
  await makeWeights(weights, { ...made, name: 'short' })
  await weights.activate('short')
  await until(() => rewardId() === `${old}+short`)
  t.equal(rewardId(), `${old}+short`, heard.join('\n'))
  t.ok((await preferShort()) > before + 3)

  await weights.rollback()
  await until(() => rewardId() === old)
  t.equal(rewardId(), old, heard.join('\n'))
  t.equal(await preferShort(), before)
})
