import { availableParallelism, cpus } from 'node:os'
import { run as crisis } from './agent/crisis.ts'
import { run as decode } from './engine/decode.ts'
import { printRows, type Row } from './lib/row.ts'
import { run as score } from './engine/score.ts'
import { run as service } from './service.ts'

// npm run bench: one table, and as the last line of stdout the same as JSON

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
}
console.log(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`)

const rows: Row[] = []
for (const part of [decode, score, service, crisis]) {
  const own = await part()
  printRows(own)
  rows.push(...own)
}
const round = (value: number): number => Math.round(value * 10) / 10
const figures = rows.map(({ name, value, unit }) => [`${name} (${unit})`, round(value)] as const)
console.log(JSON.stringify({ ...machine, figures: Object.fromEntries(figures) }))
