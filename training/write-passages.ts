import { readFile } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { extractsAround } from '../src/agent/passages/extracts.ts'
import { cutSnippets } from '../src/search/snippets/cut-snippets.ts'
import { mediaTypeOf } from '../src/search/index/document.ts'
import { extractText } from '../src/search/pages/extract-text.ts'
import { walkFiles } from '../src/search/files/walk-files.ts'
import { passageParts } from '../src/spec/text/passage-parts.ts'
import { slice } from '../src/spec/span.ts'

// node --import tsx training/write-passages.ts FOLDER… > PASSAGES.jsonl
// The passages that the index would hold of each folder's documents, the parts of each, and what the agent would show around each part.

for (const folder of process.argv.slice(2)) {
  const { files } = await walkFiles([resolve(folder)])
  for (const { path } of files) {
    const name = relative(resolve(folder), path)
    try {
      const content = await readFile(path)
      const mediaType = mediaTypeOf(path) ?? 'text/plain'
      const page = await extractText({ content, mediaType, url: '', name })
      for (const { start, end, text, title } of cutSnippets(page)) {
        if ((text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 12) continue
        const parts = passageParts(text)
        const row = {
          set: basename(folder),
          file: name,
          start,
          end,
          title,
          text,
          parts: parts.map((part) => slice(text, part)),
          kinds: parts.map(({ kind }) => kind),
          extracts: parts.map((_, at) => extractsAround({ text, title }, parts, at)),
        }
        process.stdout.write(`${JSON.stringify(row)}\n`)
      }
    } catch (error) {
      process.stderr.write(`${name}: ${String(error)}\n`)
    }
  }
}
