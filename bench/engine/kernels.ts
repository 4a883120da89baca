import { readdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { medianTime } from '../lib/row.ts'

// node --import tsx bench/engine/kernels.ts FOLDER, where `python -m policy.kernels --out FOLDER` has written graphs

const WIDTH = 576
const ROWS = [1, 8, 128, 400]
const REPEATS = 15

const folder = process.argv[2]
if (folder === undefined) throw new Error('name the folder of the graphs')
const names = (await readdir(folder)).filter((name) => name.endsWith('.onnx')).toSorted()
console.log(['ms a pass', ...ROWS.map((rows) => `${rows} rows`)].join('\t'))
for (const name of names) {
  const session = await InferenceSession.create(join(folder, name), {
    intraOpNumThreads: availableParallelism(),
    interOpNumThreads: 1,
    enableMemPattern: false,
    logSeverityLevel: 3,
  })
  const times: string[] = []
  for (const rows of ROWS) {
    const data = Float32Array.from({ length: rows * WIDTH }, (_, i) => Math.sin(i))
    const feeds = { x: new Tensor('float32', data, [rows, WIDTH]) }
    const time = await medianTime(REPEATS, async () => void (await session.run(feeds)))
    times.push(time.toFixed(1))
  }
  console.log([name.replace('.onnx', ''), ...times].join('\t'))
  await session.release()
}
