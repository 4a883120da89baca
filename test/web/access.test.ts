import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { browserOf, skip } from './open-page.ts'
import { answered, ask, script, startService, visit } from './page-service.ts'
import type { Script } from './scripted-agent.ts'

const open = await browserOf(t)
const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Serious and critical findings, each with where it is. */
const findings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  return page.evaluate(FIND)
}

const FIND = `axe.run().then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`
const WIDTH = 'document.documentElement.scrollWidth'

const rich: Script = {
  ...script,
  reply:
    'Set `bodyLimit` to a number of bytes.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst a = 1\n```\n\n- one\n  - two [here](https://x.example)',
}
const closest: Script = {
  ...script,
  reply: `I found no sure answer.\n\n1. Server: “${quoteOf()}”`,
  quotes: {},
  passages: ['e'],
}
function quoteOf(): string {
  return 'Defines the maximum payload, in bytes.'
}
const scriptOf = (question: string): Script =>
  ({
    rich,
    closest,
    nothing: { ...script, reply: 'I found nothing.', quotes: {}, abstained: true },
    talk: { ...script, search: false, quotes: {} },
  })[question] ?? script

for (const colorScheme of ['light', 'dark'] as const) {
  void t.test(`no state has a serious finding, ${colorScheme}`, { skip }, async (t) => {
    const { gate, url } = await startService(t, { scriptOf })
    const { page } = await open(t, {
      colorScheme,
      reducedMotion: 'reduce',
      bypassCSP: true,
      viewport: { width: 1400, height: 900 },
    })
    await visit(page, url)
    t.strictSame(await findings(page), [], 'welcome')
    gate.state.isOpen = false
    await ask(page, 'rich')
    await page.locator('.steps.live').waitFor()
    t.strictSame(await findings(page), [], 'a turn that runs')
    gate.state.isOpen = true
    await answered(page)
    let turns = 1
    for (const kind of ['closest', 'nothing', 'talk']) {
      turns += 1
      await ask(page, kind)
      await answered(page, turns)
    }
    t.strictSame(await page.locator('.kind').allTextContents(), [
      'Answer, quoted',
      'Closest passages',
      'Nothing found',
      'Just talk',
    ])
    t.strictSame(await findings(page), [], 'every kind of reply, and the inspector')
    await page.locator('.reply .marker').first().click()
    t.strictSame(await findings(page), [], 'a quote')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Correct it' }).first().click()
    t.strictSame(await findings(page), [], 'a form')
    await page.getByRole('button', { name: 'Documents', exact: true }).click()
    t.strictSame(await findings(page), [], 'documents')
    await page.getByRole('tab', { name: 'Rules' }).click()
    t.strictSame(await findings(page), [], 'rules')
  })
}

void t.test(
  'all of it works with the keyboard alone, and focus is never lost',
  { skip },
  async (t) => {
    const { url } = await startService(t)
    const { page } = await open(t, { viewport: { width: 1000, height: 800 } })
    await visit(page, url)
    const focused = (): Promise<string> =>
      page.evaluate(
        `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`,
      )
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    t.equal(await focused(), 'Your question', 'the first link skips to the question')
    await page.keyboard.type('How do I limit the body?')
    await page.keyboard.press('Enter')
    await answered(page)
    t.equal(await focused(), 'Your question')
    await page.locator('.reply .marker').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('.quote-card').waitFor()
    await page.keyboard.press('Escape')
    t.match(await focused(), /^Quote 1/, 'a card gives the focus back')
    await page.getByRole('button', { name: 'Why this reply' }).last().focus()
    await page.keyboard.press('Enter')
    t.equal(await focused(), 'Close')
    await page.keyboard.press('Enter')
    t.match(await focused(), /Why this reply/, 'so does the inspector')
    await page.getByRole('button', { name: 'It broke a rule' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('.report-form').waitFor()
    await page.keyboard.press('Escape')
    t.equal(await focused(), 'It broke a rule', 'and a form')
    await page.getByRole('button', { name: 'Documents', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog.library[open]').waitFor()
    await page.keyboard.press('Escape')
    t.equal(await focused(), 'Documents', 'and a dialog')
    t.equal(await page.locator('.turn h2').textContent(), 'Turn 1: How do I limit the body?')
  },
)

void t.test('what goes on is said', { skip }, async (t) => {
  const { gate, url } = await startService(t)
  const { page } = await open(t)
  await visit(page, url)
  await page.evaluate(`{
    globalThis.said = []
    const announcer = document.querySelector('#announcer')
    new MutationObserver(() => said.push(announcer.textContent)).observe(announcer, { childList: true })
  }`)
  gate.state.isOpen = false
  await ask(page, 'How?')
  await page.locator('.steps.live').waitFor()
  gate.state.isOpen = true
  await answered(page)
  const said = await page.evaluate<string[]>('said')
  t.match(
    said.join(' '),
    /Deciding whether to search… .*Answer, quoted\. Set bodyLimit.* 1 quote\.$/,
  )
})

void t.test('on a phone, above the keyboard, the answer is in sight', { skip }, async (t) => {
  const { url } = await startService(t, { scriptOf: () => rich })
  const { page } = await open(t, {
    viewport: { width: 390, height: 780 },
    isMobile: true,
    hasTouch: true,
  })
  await visit(page, url)
  t.equal(await page.evaluate(WIDTH), 390)
  await ask(page, 'rich')
  // The keyboard takes half of the screen.
  await page.setViewportSize({ width: 390, height: 400 })
  await answered(page)
  const [bar, composer] = [
    await page.locator('.reply-bar').boundingBox(),
    await page.locator('#composer').boundingBox(),
  ]
  t.ok(composer && composer.y + composer.height <= 401, 'the composer is on the screen')
  t.ok(bar && bar.y > 0 && bar.y < 400, 'the end of the reply is on the screen')
  await page.getByRole('button', { name: 'Dialogues' }).tap()
  await page.locator('#sidebar.open').waitFor()
  await page.locator('#shade').tap({ position: { x: 380, y: 200 } })
  await page.locator('#sidebar.open').waitFor({ state: 'detached' })
})

void t.test('it is read at 400 %, from right to left, and in Korean', { skip }, async (t) => {
  const { url } = await startService(t, {
    scriptOf: () => ({ ...script, reply: 'שלום עולם. מה שלומך?', quotes: {} }),
  })
  const { page } = await open(t, { viewport: { width: 320, height: 256 }, locale: 'ko-KR' })
  await visit(page, url)
  t.equal(await page.evaluate('document.documentElement.lang'), 'ko')
  await page.locator('.welcome-title', { hasText: '질문하고 근거를 확인하세요' }).waitFor()
  await ask(page, 'שאלה')
  await page.locator('.reply-bar:not([hidden])').waitFor()
  t.equal(await page.evaluate(WIDTH), 320, 'nothing has to be scrolled sideways')
  const bar = await page.locator('.reply-bar').boundingBox()
  t.ok(bar && bar.y > 0 && bar.y < 256, 'the end of the reply is on the screen')
  const direction = await page.evaluate(
    `getComputedStyle(document.querySelector('.reply p')).direction`,
  )
  t.equal(direction, 'rtl')
})

void t.test('with forced colours, what colours tell is told by lines', { skip }, async (t) => {
  const { url } = await startService(t)
  const { page } = await open(t, { forcedColors: 'active' })
  await visit(page, url)
  await ask(page, 'How?')
  await answered(page)
  const width = await page.evaluate(
    `getComputedStyle(document.querySelector('.reply .marker')).borderTopWidth`,
  )
  t.equal(width, '1px')
})
