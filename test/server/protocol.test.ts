import { readFile } from 'node:fs/promises'
import t from 'tap'
import { z } from 'zod'
import { COMPONENTS } from '../../src/server/api-docs/components.ts'
import { OPERATIONS } from '../../src/server/api-docs/operations.ts'
import { clientFrameSchema } from '../../src/spec/client-frame.ts'
import { looseFrameSchema } from '../../src/spec/loose-frame.ts'
import { turnEventSchema, turnFrameSchema } from '../../src/spec/turn-event.ts'

const page = await readFile(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

const SHAPES: Readonly<Record<string, z.ZodType>> = {
  ...COMPONENTS,
  'client-frame': clientFrameSchema,
  'turn-frame': turnFrameSchema,
  'loose-frame': looseFrameSchema,
  'score-request': z.strictObject({ rows: z.array(COMPONENTS.ScoreRow) }),
  'score-answer': z.strictObject({ rows: z.array(COMPONENTS.ScoreResult) }),
}

/** Examples by the name of their shape, which follows `json` where a block begins. */
const examples = [...page.matchAll(/^```json(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, shape, json]) => ({ shape, value: JSON.parse(json ?? '') as Record<string, unknown> }),
)

void t.test('every example is what its schema says, and has no other fields', (t) => {
  t.ok(examples.length > 25)
  for (const { shape, value } of examples) {
    const schema = shape === undefined ? undefined : SHAPES[shape]
    if (shape !== undefined) t.ok(schema, `${shape} is a shape`)
    if (schema === undefined) continue
    const parsed = schema.safeParse(value)
    t.ok(parsed.success, `${shape}: ${parsed.error?.message ?? ''}`)
    // Requests of OpenAI's shape are read into another form.
    if (
      parsed.success &&
      !/ChatCompletionRequest|ResponsesRequest|MessagesRequest/.test(shape ?? '')
    ) {
      t.strictSame(parsed.data, value, String(shape))
    }
  }
  t.end()
})

void t.test('every frame and every call has its place on the page', (t) => {
  const typesOf = (schema: { readonly options: readonly unknown[] }): unknown[] =>
    schema.options.map((option) => {
      const { shape } = option as { shape: { type: z.ZodLiteral<string> } }
      return shape.type.value
    })
  const shown = (shape: string): Set<unknown> =>
    new Set(examples.filter((one) => one.shape === shape).map(({ value }) => value['type']))
  const pairs = [
    [clientFrameSchema, 'client-frame'],
    [turnEventSchema, 'turn-frame'],
    [looseFrameSchema, 'loose-frame'],
  ] as const
  for (const [schema, shape] of pairs) {
    for (const type of typesOf(schema)) t.ok(shown(shape).has(type), `${shape} ${String(type)}`)
  }
  for (const { method, path } of OPERATIONS) {
    t.ok(page.includes(`\`${method} ${path}`), `${method} ${path}`)
  }
  t.end()
})
