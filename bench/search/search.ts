import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { loadavg, tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { openEncoder } from '../../src/inference/open-encoder.ts'
import { openLanguageModel } from '../../src/inference/embedded/open-language-model.ts'
import { openOptions } from '../lib/open-options.ts'
import type { Row } from '../lib/row.ts'
import { measureEncoder } from './search-encoder.ts'
import { measureDemo } from './search-demo.ts'
import { measureFollowUps } from './search-follow-ups.ts'
import { measureLive } from './search-live.ts'
import { measureQuality } from './search-quality.ts'
import { measureScale } from './search-scale.ts'

// npm run bench:search -- [--live] [--demo] [--data FILE] [--questions N] [--index FOLDER] [--passages N]
//   --live       how soon a document that is posted or deleted counts, over HTTP
//   --demo       the documentation of the installed packages, and 30 questions on it
//   --data       paragraphs and questions in SQuAD's JSON
//   --questions  how many of them, spread evenly; all where it is left out
//   --follow-ups so many of them asked as follow-ups, over the same index
//   --index      where the index is kept, and found the next time
//   --passages   a synthetic index of so many, made from the passages of --index

const { values } = parseArgs({
  options: {
    live: { type: 'boolean' },
    demo: { type: 'boolean' },
    data: { type: 'string' },
    questions: { type: 'string' },
    'follow-ups': { type: 'string' },
    index: { type: 'string' },
    passages: { type: 'string' },
  },
})

const folder = values.index ?? (await mkdtemp(join(tmpdir(), 'dunnock-bench-')))
const options = await openOptions()
const encoder = await openEncoder(options)
const rows: Row[] = [await measureEncoder(encoder)]
if (values.live) rows.push(...(await measureLive()))
if (values.demo) rows.push(...(await measureDemo(encoder, folder)))
if (values.data !== undefined) {
  const sample = values.questions === undefined ? {} : { sample: Number(values.questions) }
  rows.push(...(await measureQuality({ encoder, data: values.data, folder, ...sample })))
  if (values['follow-ups'] !== undefined) {
    const languageModel = await openLanguageModel(options)
    const asked = { data: values.data, folder, sample: Number(values['follow-ups']) }
    rows.push(...(await measureFollowUps({ encoder, languageModel, ...asked })))
    await languageModel.close()
  }
}
if (values.passages !== undefined) {
  const count = Number(values.passages)
  const scaleFolder = join(folder, `scale-${count}`)
  rows.push(...(await measureScale({ encoder, folder, scaleFolder, count })))
}
await encoder.close()
if (values.index === undefined) await rm(folder, { recursive: true })
for (const { name, value, unit } of rows)
  console.log(`${name}: ${value.toFixed(unit === '' ? 3 : 1)} ${unit}`.trimEnd())
console.log(
  `load average: ${loadavg()
    .map((one) => one.toFixed(1))
    .join(', ')}`,
)
