import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { followRuleBook } from '../../src/rules/rule-book.ts'

const builtInFolder = fileURLToPath(new URL('../../rules', import.meta.url))
const text = (id: string, threshold: number): string =>
  JSON.stringify({ id, text: `Be ${id}.`, group: 'x', action: 'score', threshold, examples: [] })

void t.test(
  'rule files are in force as they change, and a faulty one changes nothing',
  async (t) => {
    const ownFolder = t.testdir()
    const heard: unknown[] = []
    const book = await followRuleBook(
      { builtInFolder, ownFolder },
      { changed: (count) => heard.push(count), refused: (error) => heard.push(error) },
    )
    t.teardown(() => book.close())
    const hear = async (count: number): Promise<unknown> => {
      for (let waited = 0; heard.length < count && waited < 600; waited += 1) await setTimeout(50)
      return heard[count - 1]
    }
    // Let it see the folder as it is.
    await setTimeout(100)
    await writeFile(join(ownFolder, 'calm.yaml'), text('calm', 0.5))
    t.equal(await hear(1), 24)
    t.match(book.resolve(['calm']), [{ threshold: 0.5 }])

    await writeFile(join(ownFolder, 'calm.yaml'), text('calm', 7))
    t.match(await hear(2), { code: 'INVALID_RULE_SET', message: /calm\.yaml.*threshold/s })
    t.match(book.resolve(['calm']), [{ threshold: 0.5 }])

    await rm(join(ownFolder, 'calm.yaml'))
    t.equal(await hear(3), 23)
  },
)
