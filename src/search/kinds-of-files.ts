import { extname } from 'node:path'

const KINDS: Readonly<Record<string, string>> = {
  ...{ '.doc': 'a Word document', '.docx': 'a Word document', '.odt': 'a text document' },
  ...{ '.ppt': 'slides', '.pptx': 'slides', '.odp': 'slides', '.key': 'slides' },
  ...{ '.xls': 'a spreadsheet', '.xlsx': 'a spreadsheet', '.ods': 'a spreadsheet' },
  ...{ '.epub': 'an e-book', '.mobi': 'an e-book', '.rtf': 'rich text' },
  ...{ '.zip': 'an archive', '.gz': 'an archive', '.tar': 'an archive', '.7z': 'an archive' },
  ...{ '.png': 'an image', '.jpg': 'an image', '.jpeg': 'an image', '.gif': 'an image' },
  ...{ '.svg': 'an image', '.webp': 'an image', '.tif': 'an image', '.tiff': 'an image' },
  ...{ '.mp3': 'sound', '.wav': 'sound', '.mp4': 'a video', '.mov': 'a video' },
}

/** Why a file's ending keeps it from being read. */
export const whyUnsupported = (path: string): string => {
  const ending = extname(path).toLowerCase()
  const kind = KINDS[ending]
  const what = kind === undefined ? (ending === '' ? 'no ending' : ending) : `${kind} (${ending})`
  return `not supported: ${what}; neither text, Markdown, HTML nor PDF`
}
