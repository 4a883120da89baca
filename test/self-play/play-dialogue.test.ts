import t from 'tap'
import { diversityOf } from '../../src/self-play/diversity.ts'
import { createModelPlayer } from '../../src/self-play/model-player.ts'
import { playDialogue } from '../../src/self-play/play-dialogue.ts'
import { fakeLanguageModel } from '../helpers/fakes.ts'
import { replyOf } from '../helpers/fake-services.ts'

const respond = (dialogue: readonly { text: string }[], seed: number) =>
  Promise.resolve({
    ...replyOf({ dialogueId: 'd', turnId: 't' }, `Reply ${dialogue.length} by ${seed}.`),
    candidates: [],
  })

void t.test('a model plays the user from the other side, turn by turn, with seeds', async (t) => {
  const seen: string[] = []
  const model = fakeLanguageModel(({ dialogue }) => {
    seen.push(dialogue.map(({ participant }) => participant).join(' '))
    return `And what about ${dialogue.length}?`
  })
  const played = await playDialogue('When?', {
    player: createModelPlayer(model),
    respond,
    most: 3,
    seed: 40,
  })
  t.match(played, {
    first: 'When?',
    end: 'full',
    played: [{ seed: 40 }, { seed: 41 }, { seed: 42 }],
  })
  t.strictSame(seen, ['agent user', 'agent user agent user'])
  t.equal(played.played[2]?.turns.length, 5)
  t.equal(played.played[2]?.turns.at(-1)?.text, 'And what about 4?')
})

void t.test(
  'a dialogue ends where the player is silent, or says again what was said',
  async (t) => {
    const playWith = (text: string | undefined) =>
      playDialogue('When?', { player: () => Promise.resolve(text), respond, most: 6, seed: 1 })
    t.match(await playWith(undefined), { end: 'silent', played: { length: 1 } })
    t.match(await playWith(' '), { end: 'silent' })
    t.match(await playWith('when'), { end: 'repeated', played: { length: 1 } })
  },
)

void t.test('what varies is told from what does not', (t) => {
  t.strictSame(diversityOf(['One two three.', 'one two three.']), { pairs: 0.5, texts: 0.5, n: 2 })
  t.strictSame(diversityOf([]), { pairs: 0, texts: 0, n: 0 })
  t.equal(diversityOf(['A cat sat.', 'Where is it now?']).pairs, 1)
  t.end()
})
