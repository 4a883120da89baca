import { FED } from './fed-functions.ts'
import { hostileTexts } from './hostile-texts.ts'

// The process that linear.test.ts starts and ends: feeds the functions of one folder, and reports each meal
// before and after, so that one that never ends is known.

const folder = process.argv[2] ?? ''
for (const [name, feed] of Object.entries(FED).filter(([one]) => one.startsWith(`${folder}/`))) {
  for (const [unit, text] of hostileTexts()) {
    process.stdout.write(`${name} of ${unit}`)
    const before = process.cpuUsage()
    await feed(text)
    const { user, system } = process.cpuUsage(before)
    process.stdout.write(`\t${Math.round((user + system) / 1_000)}\n`)
  }
}
process.stdout.write('done\n')
