import { readFile } from 'node:fs/promises'
import t from 'tap'
import { openRuleBook } from '../../src/rules/rule-book.ts'
import type { NewDocument } from '../../src/search/index/document.ts'
import type { DocumentRecord } from '../../src/spec/search.ts'
import { fakeServices } from '../helpers/fake-services.ts'
import { fakeRewardModel, literalReward } from '../helpers/fakes.ts'
import { browserOf, skip } from './open-page.ts'
import { answered, ask, quote, script, startService, store, visit } from './page-service.ts'

const open = await browserOf(t)

const recordOf = ({ name }: NewDocument): DocumentRecord => ({
  id: `id-of-${name}`,
  collection: 'default',
  name,
  url: `document:${name}`,
  title: name,
  mediaType: 'text/plain',
  contentHash: 'c',
  pageHash: 'p',
  addedAt: new Date().toISOString(),
  tags: [],
  published: '',
  passages: 2,
})

const shelf = () => {
  const records: DocumentRecord[] = []
  const { documents } = fakeServices({ store })
  return {
    ...documents,
    add: (document: NewDocument) => {
      const record = recordOf(document)
      records.push(record)
      return Promise.resolve(record)
    },
    list: () => ({ documents: [...records], total: records.length }),
    remove: (id: string) => {
      records.splice(
        records.findIndex((one) => one.id === id),
        1,
      )
      return Promise.resolve()
    },
  }
}

void t.test('files are dropped, listed, deleted', { skip }, async (t) => {
  const { url } = await startService(t, { given: { documents: shelf() } })
  const { page, errors } = await open(t)
  await visit(page, url)
  const data = await page.evaluateHandle(`{
    const transfer = new DataTransfer()
    transfer.items.add(new File(['The mill opens at nine.'], 'mill.txt', { type: 'text/plain' }))
    transfer
  }`)
  await page.dispatchEvent('#scroller', 'dragenter', { dataTransfer: data })
  await page.locator('.drop-veil').waitFor()
  await page.dispatchEvent('#scroller', 'drop', { dataTransfer: data })
  await page.locator('.message', { hasText: '1 file can be asked about now' }).waitFor()
  t.ok(page.url().startsWith(url), 'the page is still there')
  await page.locator('.corpus', { hasText: 'It knows 1 document now' }).waitFor()
  await page
    .locator('#files')
    .setInputFiles({ name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Notes') })
  await page.locator('.corpus', { hasText: 'It knows 2 documents now' }).waitFor()

  await page.getByRole('button', { name: 'Documents', exact: true }).click()
  await page.locator('.documents li').nth(1).waitFor()
  await page.getByRole('button', { name: 'Delete “mill.txt”' }).click()
  await page.locator('.documents li', { hasText: 'mill.txt' }).waitFor({ state: 'detached' })
  t.equal(await page.locator('.documents li').count(), 1)
  t.ok(await page.evaluate(`document.querySelector('.library').contains(document.activeElement)`))
  t.strictSame(errors, [])
})

void t.test('rules are read, tried on a text, switched off and on', { skip }, async (t) => {
  const rules = await openRuleBook({ builtInFolder: 'rules', ownFolder: t.testdir() })
  const rewardModel = fakeRewardModel((row) => ({
    ...literalReward(row),
    rules: Object.fromEntries(rules.all().map(({ id }) => [id, 0.01])),
  }))
  const { url } = await startService(t, { given: { rules, rewardModel } })
  const { page, errors } = await open(t)
  await visit(page, url)
  await page.getByRole('button', { name: 'Rules' }).click()
  const row = page.locator('.rule-list li', { hasText: 'threaten anyone' }).first()
  const select = row.getByRole('combobox')
  await select.selectOption('off')
  await page.locator('.rule-list .off').waitFor()
  t.notOk(rules.all().some(({ id }) => id === 'no-threats'))
  await page.reload()
  await page.getByRole('button', { name: 'Rules' }).click()
  await page.locator('.rule-list .off').getByRole('combobox').selectOption('warn')
  await page.locator('.rule-list .off').waitFor({ state: 'detached' })
  t.match(
    rules.all().find(({ id }) => id === 'no-threats'),
    { action: 'warn' },
  )
  await page.getByLabel('A reply to try').fill('I will find you.')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.locator('.try-form .hint', { hasText: 'likely broken' }).waitFor()
  t.ok((await page.locator('.rule-list .figure').count()) > 10)
  t.strictSame(errors, [])
})

void t.test(
  'a dialogue is exported with its quotes and the hash of their page',
  { skip },
  async (t) => {
    const page_ = { hash: 'ab'.repeat(32), start: 0, end: 60 }
    const evidence = script.evidence.map((one) => ({ ...one, page: page_ }))
    const { url } = await startService(t, { scriptOf: () => ({ ...script, evidence }) })
    const { page } = await open(t)
    await visit(page, url)
    await ask(page, 'Take me along')
    await answered(page)
    const save = async (label: string): Promise<string> => {
      const download = page.waitForEvent('download')
      await page.getByLabel('Export').click()
      await page.getByRole('button', { name: label }).click()
      return readFile(await (await download).path(), 'utf8')
    }
    const markdown = await save('As Markdown')
    t.ok(markdown.startsWith('# Take me along\n'))
    t.match(markdown, /### Answer, quoted/)
    t.ok(markdown.includes(`> ${quote}`))
    t.ok(markdown.includes(page_.hash))
    t.match(JSON.parse(await save('As JSON')), {
      title: 'Take me along',
      turns: [{ participant: 'user' }, { participant: 'agent' }],
    })
    await page.evaluate('window.print = () => undefined')
    await page.getByLabel('Export').click()
    await page.getByRole('button', { name: 'Print' }).click()
    t.match(await page.locator('#print').textContent(), quote)
  },
)
