import fc from 'fast-check'
import t from 'tap'
import { extractCandidates } from '../../../src/agent/passages/extract-candidates.ts'
import { isYesNo } from '../../../src/agent/passages/yes-or-no.ts'
import { countWords, extractsAround, MOST_WORDS } from '../../../src/agent/passages/extracts.ts'
import { passageParts } from '../../../src/spec/text/passage-parts.ts'
import { slice } from '../../../src/spec/span.ts'
import type { ReadEvidence } from '../../../src/agent/passages/read-passages.ts'
import { evidenceOf, fakeReader, readOf } from '../../helpers/fakes.ts'

const around = (at: number, text: string, title?: string): readonly string[] =>
  extractsAround({ text, title }, passageParts(text), at)

void t.test('a sentence is given alone, then with its neighbours', (t) => {
  const text = 'The yard is shut. It opens at nine. Bring a card.'
  t.strictSame(around(1, text), [
    'It opens at nine.',
    'It opens at nine. Bring a card.',
    'The yard is shut. It opens at nine.',
    text,
  ])
  t.strictSame(around(3, text), [], 'there is no such part')
  t.end()
})

const list = 'You need:\n\n- a passport\n- two photos\n- the form'

void t.test(
  'a list is given whole with its lead-in, from any of its items and from the lead-in',
  (t) => {
    const text = `Read on first.\n\n${list}\n\nBring all of them.`
    for (const at of [1, 2, 3, 4]) t.ok(around(at, text).includes(list), `from part ${at}`)
    t.strictSame(around(3, text).slice(0, 2), ['two photos', list])
    t.end()
  },
)

void t.test('a numbered item is read without its number, and with what leads in', (t) => {
  const steps = 'To reset it:\n1. Hold the button.\n2) Wait.'
  const texts = around(2, steps)
  t.equal(texts[0], 'Wait.')
  t.ok(texts.includes('To reset it:\nWait.'))
  t.end()
})

void t.test('what ends with a lead-in goes on with what that leads to, or ends before it', (t) => {
  const text = 'Brew is a package manager. To install it:\n\n```sh\nbrew install it\n```'
  t.strictSame(around(0, text), ['Brew is a package manager.', text])
  const steps = Array.from({ length: 8 }, (_, i) => `- step ${i} has so very many words in it`)
  const long = `Brew is a manager. It is free. Do this:\n${steps.join('\n')}`
  t.ok(around(1, long).includes('Brew is a manager. It is free.'))
  t.notOk(around(1, long).some((one) => one.endsWith(':')))
  t.end()
})

void t.test('code is given with its lead-in, and a fence that was cut off is closed', (t) => {
  const text = 'Run this:\n\n```sh\nnpm ci\n```\n\nThen wait.'
  t.equal(around(1, text)[0], '```sh\nnpm ci\n```')
  t.ok(around(1, text).includes('Run this:\n\n```sh\nnpm ci\n```'))
  t.ok(around(0, text).includes('Run this:\n\n```sh\nnpm ci\n```'), 'from the lead-in too')
  const cut = 'Run this:\n\n```sh\nnpm ci'
  for (const one of [...around(0, cut), ...around(1, cut)])
    t.equal((one.match(/^```/gmu)?.length ?? 0) % 2, 0, one)
  t.ok(around(1, cut).includes('Run this:\n\n```sh\nnpm ci\n```'))
  t.end()
})

const header = '| Plan | Price | Lockers |'

void t.test('a row is read with its header, which stands above it or in the title', (t) => {
  const row = '| Silver | 40 € | yes |'
  const read = 'Silver: Price: 40 €; Lockers: yes'
  t.equal(around(2, `${header}\n|---|---|---|\n${row}\n| Gold | 60 € | |`)[0], read)
  const title = `Hall > Prices > ${header}`
  t.equal(around(0, `${row}\n| Gold | 60 € | |`, title)[0], read)
  t.equal(around(1, `| Gold | 60 € | |\n${row}`, title)[0], read, 'nor is a row a header then')
  t.equal(around(1, `| Gold | 60 € | |\n${row}`, title)[1], `Gold: Price: 60 €\n${read}`)
  t.equal(around(2, `${header}\n|---|---|---|\n${row}`, 'Hall > | Day | Hours |')[0], read)
  const gold = `${header}\n${row}\n| Gold | 60 € | |`
  t.equal(around(2, gold)[0], 'Gold: Price: 60 €', 'an empty cell is left out')
  t.equal(around(0, row, 'Hall > Prices')[0], 'Silver: 40 €; yes', 'nothing names the cells')
  t.end()
})

void t.test('no extract has more than 60 words outside code, and none is empty', (t) => {
  const line = fc.oneof(
    fc.lorem({ mode: 'sentences', maxCount: 5 }),
    fc.lorem().map((words) => `- ${words}`),
    fc.lorem().map((words) => `| ${words} | ${words} |`),
    fc.constantFrom('```js', '```', 'As follows:', ''),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const text = lines.join('\n')
      passageParts(text).forEach((part, at) => {
        const texts = around(at, text)
        t.ok(texts.every((one) => one !== '' && countWords(one) <= MOST_WORDS))
        t.equal(new Set(texts).size, texts.length)
        if (part.kind === 'sentence')
          t.ok(
            texts.every((one) => one.includes(slice(text, part))),
            'each holds the part',
          )
      })
    }),
  )
  t.equal(countWords(`Run \`npm ci --all\`:\n\`\`\`\n${'many words '.repeat(90)}\n\`\`\``), 2)
  t.end()
})

const opens = readOf(
  evidenceOf('a', 'The yard is in the north. On Sunday it opens at nine. Dogs stay out.'),
  0.9,
  [0.1, 0.9, 0.2],
)
const dogs = readOf(evidenceOf('b', 'Dogs are allowed on a lead. Cats are not.'), 0.6, [0.7, 0.1])

const extractsOf = (
  question: string,
  evidence: readonly ReadEvidence[],
  { most = 8, reader = fakeReader() } = {},
) => extractCandidates(reader, [{ participant: 'user', text: question }], evidence, most)

void t.test(
  'extracts come from where the reader sees the answer, what it holds for right first',
  async (t) => {
    const chances: Readonly<Record<string, number>> = {
      'Dogs are allowed on a lead.': 0.9,
      'On Sunday it opens at nine.': 0.8,
    }
    const reader = fakeReader({
      judge: (_, replies) => Promise.resolve(replies.map(({ reply }) => chances[reply] ?? 0.1)),
    })
    const all = await extractsOf('When does the yard open?', [opens, dogs], { reader })
    t.strictSame(
      all.slice(0, 2).map(({ text, evidence, judged }) => [evidence.id, text, judged]),
      [
        ['b', 'Dogs are allowed on a lead.', 0.9],
        ['a', 'On Sunday it opens at nine.', 0.8],
      ],
    )
    t.equal(new Set(all.map(({ text }) => text)).size, all.length)
    for (const { text, evidence } of all) t.ok(evidence.text.includes(text))
  },
)

void t.test(
  'there are as many extracts as are wanted at most, and two of one passage',
  async (t) => {
    const question = 'When does the yard open?'
    t.equal((await extractsOf(question, [opens], { most: 8 })).length, 2)
    t.equal((await extractsOf(question, [opens, dogs], { most: 3 })).length, 3)
    t.strictSame(await extractsOf(question, []), [])
    const neverAsked = fakeReader({ judge: () => Promise.reject(new Error('asked to judge')) })
    t.strictSame(await extractsOf(question, [opens], { most: 0, reader: neverAsked }), [])
  },
)

void t.test('what only repeats the question is no extract', async (t) => {
  const echo = readOf(
    evidenceOf('c', 'When does the yard open? It opens at nine.'),
    0.9,
    [0.9, 0.5],
  )
  const texts = (await extractsOf('When does the yard open?', [echo])).map(({ text }) => text)
  t.notOk(texts.includes('When does the yard open?'))
  t.ok(texts.includes('It opens at nine.'))
})

void t.test(
  'a yes-or-no question is answered both ways, and the reader tells which is right',
  async (t) => {
    const judged: string[] = []
    const reader = fakeReader({
      judge: (_, replies) => {
        judged.push(...replies.map(({ reply }) => reply))
        return Promise.resolve(replies.map(({ reply }) => (reply.startsWith('Yes. ') ? 0.9 : 0.1)))
      },
    })
    const texts = (await extractsOf('Are dogs allowed?', [dogs], { reader })).map(
      ({ text }) => text,
    )
    t.strictSame(judged.slice(0, 2), [
      'Yes. Dogs are allowed on a lead.',
      'No. Dogs are allowed on a lead.',
    ])
    t.equal(texts[0], 'Yes. Dogs are allowed on a lead.')
    t.ok(judged.every((text) => /^(?:Yes|No)\. /u.test(text)))
  },
)

void t.test('what says no itself gets no yes before it', async (t) => {
  const own = readOf(evidenceOf('c', 'No, dogs stay outside. Water is free.'), 0.9, [0.9, 0.5])
  const texts = (await extractsOf('Are dogs allowed?', [own])).map(({ text }) => text)
  t.ok(texts.includes('No, dogs stay outside.'))
  t.notOk(texts.some((text) => /^(?:Yes|No)\. No, /u.test(text)))
})

void t.test('a question is answered by yes or no only where it asks for nothing else', (t) => {
  for (const question of ['Is it open?', ' so, can I park there?', 'Hey does it log?', "Isn't it?"])
    t.ok(isYesNo(question), question)
  for (const question of ['When is it open?', 'Is it red or blue?', 'Do you know when?', 'Isle?'])
    t.notOk(isYesNo(question), question)
  t.end()
})
