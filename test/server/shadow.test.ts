import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turnOfLoop } from 'node:timers/promises'
import t from 'tap'
import type { Agent } from '../../src/agent/agent.ts'
import { answerOnce } from '../../src/agent/answer-once.ts'
import { type ShadowLine, withShadow } from '../../src/server/weights/shadow.ts'
import { replyOf } from '../helpers/fake-services.ts'

const says = (text: string): Pick<Agent, 'respond'> => ({
  async *respond({ dialogueId, turnId }) {
    await Promise.resolve()
    yield { type: 'turn-end', reply: replyOf({ dialogueId, turnId }, text) }
  },
})

const asked = {
  dialogue: [{ participant: 'user' as const, text: 'When does it open?' }],
  rules: [],
  options: {},
}

void t.test(
  'the shadow answers what was answered, when it is free, whoever asked has left',
  async (t) => {
    const log = join(t.testdir(), 'shadow.jsonl')
    let isFree = false
    const reported: unknown[] = []
    const agent = withShadow(says('At nine.') as Agent, {
      shadow: says('At ten.'),
      log,
      whenFree: async () => {
        while (!isFree) await turnOfLoop()
      },
      report: (error) => reported.push(error),
      signal: new AbortController().signal,
    })
    for (let turn = 0; turn < 6; turn += 1) {
      // Leaves with the reply, as POST /reply does.
      t.equal((await answerOnce(agent, asked)).text, 'At nine.')
    }
    await t.rejects(readFile(log), 'nothing is compared while turns run')
    isFree = true

    const lines = await linesOf(log, 4)
    t.equal(lines.length, 4, 'those beyond four that wait are left out')
    t.match(lines[0], { sameText: false, kind: 'talk', shadowKind: 'talk' })
    t.strictSame(reported, [])
  },
)

const linesOf = async (path: string, count: number): Promise<readonly ShadowLine[]> => {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '')
    const lines = text.split('\n').filter(Boolean)
    if (lines.length >= count) return lines.map((line) => JSON.parse(line) as ShadowLine)
    await turnOfLoop()
  }
}
