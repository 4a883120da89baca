import { join } from 'node:path'
import t from 'tap'
import { openPageStore } from '../../../src/search/pages/page-store.ts'
import { drain } from '../../helpers/drain.ts'
import { openWiki } from '../../helpers/open-wiki.ts'
import { startWiki, whyNoWiki } from '../../helpers/real-wiki.ts'

const DUNNOCK = `The '''dunnock''' (''Prunella modularis'') is a small [[bird]] of hedges.

== Breeding ==
The nest is built low in a bush. Four or five bright blue eggs are laid in a clutch.

== Table ==
{| class="wikitable"
! Month !! Broods
|-
| April || first
|}`
const PAGES = {
  Dunnock: DUNNOCK,
  Accentor: 'An accentor is a bird of mountains. The [[Dunnock]] is an accentor of gardens.',
  'Crème brûlée': 'Crème brûlée is a dessert with a crust of burnt sugar.',
  'Hedge sparrow': '#REDIRECT [[Dunnock]]',
}

const skip = await whyNoWiki()

void t.test('a real MediaWiki is searched and its pages are read', { skip }, async (t) => {
  const folder = t.testdir({ wiki: {}, data: {} })
  const real = await startWiki(join(folder, 'wiki'), PAGES)
  const dataDir = join(folder, 'data')
  const wiki = openWiki({ dataDir, apiUrl: real.apiUrl })
  t.teardown(async () => {
    await wiki.close()
    await real.close()
  })
  t.match(await wiki.selfTest(), { status: 'ok', detail: /^Bird wiki answers at 127\.0\.0\.1/u })

  const question = 'How many eggs are in the clutch of a dunnock?'
  const { events, evidence, failures } = await drain(wiki.find(question, { limit: 3 }))
  t.same(failures, [])
  t.match(events[0], { type: 'search-results', results: [{ title: 'Dunnock' }] })
  const best = evidence.find(({ title }) => title === 'Dunnock > Breeding')
  t.match(best, { text: /Four or five bright blue eggs/u, url: /\/index\.php\/Dunnock$/u })
  const page = await (await openPageStore(dataDir)).get(best?.page?.hash ?? '')
  t.equal(page?.text.slice(best?.page?.start, best?.page?.end), best?.text)
  t.match(page?.text, /Broods[^]*first/u, 'tables are kept')
  t.notMatch(page?.text, /'''|\[\[|\[edit\]/u)

  const dessert = await drain(wiki.find('What is crème brûlée made of?', { limit: 2 }))
  t.match(dessert.evidence[0], { title: 'Crème brûlée', text: /burnt sugar/u })
  t.match(dessert.evidence[0]?.url, /Cr%C3%A8me_br%C3%BBl%C3%A9e$/u)

  const nothing = await drain(wiki.find('zzyzx qwertz', { limit: 2 }))
  t.same([nothing.evidence, nothing.failures], [[], []])
})
