import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openTokenizer } from '../../../src/inference/files/open-tokenizer.ts'
import { renderPrompt } from '../../../src/inference/embedded/render-prompt.ts'
import type { Prompt } from '../../../src/spec/language-model.ts'

const models = new URL('../../../models/', import.meta.url)
const tokenizer = await openTokenizer(fileURLToPath(new URL('policy/tokenizer.json', models)))
const prompt = JSON.parse(readFileSync(new URL('policy/prompt.json', models), 'utf8'))

const evidence = (text: string, title?: string) => ({
  id: text,
  source: 'test',
  text,
  ...(title !== undefined && { title }),
})
const dialogue = [
  { participant: 'user' as const, text: 'What is the limit?' },
  { participant: 'search-query' as const, text: 'limit' },
  { participant: 'search-results' as const, text: 'old results' },
  { participant: 'agent' as const, text: 'It is 1 MiB.' },
  { participant: 'user' as const, text: 'And in bytes?' },
]

const render = (rest: Partial<Prompt>): readonly (readonly number[])[] =>
  renderPrompt({ dialogue, evidence: [], writes: 'agent', ...rest }, tokenizer, prompt)

/** As text, with the control ids spelled out. */
const spell = (ids: readonly number[]): string =>
  ids.map((id) => (id === 1 ? '<start>' : id === 2 ? '<end>' : tokenizer.decode([id]))).join('')

void t.test('a prompt is the preamble, the turns of user and agent, and the opening', (t) => {
  t.equal(
    spell(render({}).flat()),
    `<start>system\n${prompt.preamble}<end>\n` +
      '<start>user\nWhat is the limit?<end>\n' +
      '<start>assistant\nIt is 1 MiB.<end>\n' +
      '<start>user\nAnd in bytes?<end>\n' +
      '<start>assistant\n',
  )
  t.end()
})

void t.test('evidence stands between the user’s turn and the opening, with its titles', (t) => {
  const shown = [evidence('One.', 'A page'), evidence('Two.')]
  t.equal(
    spell(render({ evidence: shown }).at(-1) ?? []),
    '<start>search-results\n[A page]\nOne.\n\nTwo.<end>\n<start>assistant\n',
  )
  t.end()
})

void t.test('all prompts of a dialogue share all segments but the last', (t) => {
  const plain = render({}).slice(0, -1)
  t.same(render({ evidence: [evidence('One.')] }).slice(0, -1), plain)
  t.same(render({ writes: 'search-query' }).slice(0, -1), plain)
  const later = [...dialogue, { participant: 'agent' as const, text: '1048576.' }]
  const [preamble, turns = []] = render({ dialogue: later })
  t.same([preamble, turns.slice(0, plain[1]?.length)], plain, 'and a later turn goes on from them')
  t.end()
})
