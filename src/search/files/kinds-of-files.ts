import { extname } from 'node:path'

const ENDINGS: Readonly<Record<string, string>> = {
  'a Word document': '.doc .docx',
  'a text document': '.odt .rtf',
  slides: '.ppt .pptx .odp .key',
  'a spreadsheet': '.xls .xlsx .ods',
  'an e-book': '.epub .mobi',
  'an archive': '.zip .gz .tar .7z',
  'an image': '.png .jpg .jpeg .gif .svg .webp .tif .tiff',
  sound: '.mp3 .wav',
  'a video': '.mp4 .mov',
}
const KINDS = new Map(
  Object.entries(ENDINGS).flatMap(([kind, endings]) =>
    endings.split(' ').map((ending) => [ending, kind] as const),
  ),
)

/** Why a file's ending keeps it from being read. */
export const whyUnsupported = (path: string): string => {
  const ending = extname(path).toLowerCase()
  const kind = KINDS.get(ending)
  const what = kind === undefined ? (ending === '' ? 'no ending' : ending) : `${kind} (${ending})`
  return `not supported: ${what}; neither text, Markdown, HTML nor PDF`
}
