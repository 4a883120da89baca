import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'

const src = fileURLToPath(new URL('../../src', import.meta.url))

/** Folders whose functions read what strangers wrote; the others read settings, files of ours, and rows by id. */
export const FOLDERS = ['spec', 'agent', 'reward', 'search', 'inference', 'server'] as const

// A parameter that mentions one of these may hold such a text.
const TEXTS =
  /\b(?:string|Uint8Array|unknown|Dialogue|Evidence|ReadEvidence|ReadPassage|RawDocument|EncodedText|NewDocument|RewardRow|GivenEvidence|Page|ExtractedPage|CitedReply|Candidate|ScoredCandidate|ReplyRequest|ScoreRow|DomNode|CheerioAPI|Prompt|AppError|TurnInput)\b/u

type Node = { readonly type: string; readonly start: number; readonly end: number }
type Function = Node & { readonly params: readonly Node[] }
type Declaration = Node & {
  readonly id?: { readonly name: string }
  readonly declarations?: readonly {
    readonly id: { readonly name: string }
    readonly init: Function | null
  }[]
}

/** "search/clean-text.ts cleanText": every exported function that takes a text, from its source. */
export const foreignFunctions = (): readonly string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  ).flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8')
    return exportedFunctions(parseSync(file, text).program.body as unknown as readonly Node[])
      .filter(({ params }) => params.some(({ start, end }) => TEXTS.test(text.slice(start, end))))
      .map(({ name }) => `${file} ${name}`)
  })

const exportedFunctions = (
  body: readonly Node[],
): readonly { readonly name: string; readonly params: readonly Node[] }[] =>
  body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration') return []
    const { declaration } = node as Node & { readonly declaration: Declaration | null }
    if (declaration?.type === 'FunctionDeclaration') {
      const { params } = declaration as unknown as Function
      return [{ name: declaration.id?.name ?? '', params }]
    }
    return (declaration?.declarations ?? []).flatMap(({ id, init }) =>
      init?.type === 'ArrowFunctionExpression' ? [{ name: id.name, params: init.params }] : [],
    )
  })

/** Every regular expression that stands in the source of the service, with its file. */
export const patternsIn = (): readonly {
  readonly file: string
  readonly source: string
  readonly flags: string
}[] =>
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((file) => {
      const found: { file: string; source: string; flags: string }[] = []
      const { program } = parseSync(file, readFileSync(join(src, file), 'utf8'))
      const visit = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return
        const regex: unknown = Reflect.get(node, 'regex')
        if (typeof regex === 'object' && regex !== null) {
          const { pattern, flags } = regex as { readonly pattern: string; readonly flags: string }
          found.push({ file, source: pattern, flags })
        }
        Object.values(node).forEach(visit)
      }
      visit(program)
      return found
    })
