import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { followRuleBook } from '../../src/rules/rule-book.ts'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { buildApp } from '../../src/server/app.ts'
import { openProbeRuns } from '../../src/server/setup/open-probe-runs.ts'
import { citedAgent } from '../helpers/cited-agent.ts'
import { fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { fakeRewardModel, literalReward } from '../helpers/fakes.ts'
import { hashEncoder } from '../helpers/hash-encoder.ts'
import { openTestStore } from '../helpers/test-database.ts'

/**
 * A service whose agent always says the same, with an index, rules, probing and a store of its own: for clients
 * in other languages, and for fuzzing. Prints its address.
 */
const folder = await mkdtemp(join(tmpdir(), 'dunnock-cited-'))
const builtInFolder = fileURLToPath(new URL('../../rules', import.meta.url))
const tell = { changed: () => undefined, refused: () => undefined }
const rules = await followRuleBook({ builtInFolder, ownFolder: join(folder, 'rules') }, tell)
const documents = await openDocumentIndex({ dataDir: folder, encoder: hashEncoder() })
const store = await openTestStore()
const agent = fakeAgent(citedAgent().respond)
// Some dialogues of every rule's probing break it, so that reports are not empty.
const rewardModel = fakeRewardModel((row) => {
  const score = (row.dialogue.at(-1)?.text.length ?? 0) % 2 === 0 ? 0.1 : 0.9
  const scores = rules.all().map(({ id }) => [id, score])
  return { ...literalReward(row), rules: Object.fromEntries(scores) }
})
const known = fakeServices({ store })
const health = () => known.health()
const parts = { agent, health, rewardModel, rules, isBusy: () => false }
const probes = openProbeRuns({ data: folder }, parts)
const app = await buildApp(fakeServices({ store, agent, rewardModel, documents, rules, probes }))
process.stdout.write(`${await app.listen({ port: Number(process.env['PORT'] ?? 0) })}\n`)
process.once('SIGTERM', () => {
  void app
    .close()
    .then(() => probes.close())
    .then(() => Promise.all([store.close(), documents.close()]))
    .then(() => rules.close())
    .then(() => rm(folder, { recursive: true, force: true }))
})
