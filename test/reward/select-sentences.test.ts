import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import { selectSentences } from '../../src/reward/select-sentences.ts'

const path = fileURLToPath(new URL('../../models/encoder/tokenizer.json', import.meta.url))
const tokenizer = await openTokenizer(path)
const MOST = 40

const select = (evidence: string, wanted: string): string =>
  tokenizer.decode(
    selectSentences(tokenizer, tokenizer.encode(evidence), tokenizer.encode(wanted), MOST),
  )

const idle = (n: number): string =>
  Array.from({ length: n }, (_, i) => `Nothing of note took place on day ${i} of the march.`).join(
    ' ',
  )
const BUILT = 'The old bridge of Lindau was built by masons from Genoa.'
const BURNT = 'A fire in the spring of 1672 destroyed its northern tower.'

void t.test('short evidence is shown as it is', (t) => {
  t.equal(select(BUILT, 'A horse.'), tokenizer.decode(tokenizer.encode(BUILT)))
  t.end()
})

void t.test('of long evidence what a claim needs is shown, from wherever it stands', (t) => {
  const evidence = `${idle(20)} ${BURNT} ${idle(20)} ${BUILT} ${idle(20)}`
  const shown = select(evidence, 'Masons from Genoa built the bridge whose tower a fire destroyed.')
  t.match(shown, /fire in the spring.*masons from genoa/u, 'both, in the order of the source')
  t.match(select(evidence, 'Masons from Genoa built it.'), /masons from genoa/u)
  t.notMatch(select(evidence, 'Masons from Genoa built it.'), /fire/u, 'and nothing else')
  t.end()
})

void t.test('of evidence that has nothing of a claim the start is shown', (t) => {
  t.match(
    idle(20).toLowerCase(),
    new RegExp(`^${select(idle(20), 'Genoa').replaceAll(' .', '.')}`, 'u'),
  )
  t.end()
})

void t.test('what is shown is of the evidence, in order, and has room', (t) => {
  const ids = fc.array(fc.integer({ min: 1000, max: 1060 }), { maxLength: 400 })
  fc.assert(
    fc.property(ids, ids, (evidence, wanted) => {
      const shown = selectSentences(tokenizer, evidence, wanted, MOST)
      t.ok(shown.length <= MOST)
      let place = -1
      for (const id of shown) {
        place = evidence.indexOf(id, place + 1)
        if (place < 0) t.fail('a token that the evidence has not there')
      }
    }),
    { numRuns: 60 },
  )
  t.end()
})
